import { AppError } from '@push-jobs/platform';

/** Chef's own clients read errors as lists of sentences. */
export const chefError = (kind: AppError['kind'], message: string, cause?: unknown): AppError =>
  new AppError(kind, message, { asList: true, cause });

export const cannotBeRenamed = (field: string): AppError =>
  chefError(
    'invalid',
    `Field '${field}' invalid: nothing can be renamed; create it under the new name, and delete the old one`,
  );

/** The answer of a service, or its refusal in the form that Chef's clients read. @throws AppError */
export async function inChefsForm<Reply>(answer: Promise<Reply>): Promise<Reply> {
  try {
    return await answer;
  } catch (thrown) {
    const { kind, message, cause } = AppError.from(thrown);
    throw chefError(kind, message, cause);
  }
}
