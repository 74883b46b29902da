import { AppError } from '@push-jobs/platform';

/** @throws AppError `invalid` */
export function decodeText(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw new AppError('invalid', 'the body is not valid UTF-8', { cause });
  }
}

/** @throws AppError `invalid` */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid', 'the body is not valid JSON', { cause });
  }
}
