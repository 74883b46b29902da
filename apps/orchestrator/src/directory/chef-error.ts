import { AppError } from '@push-jobs/platform';

/** One of the things a directory holds, named as a sentence names it: `client 'web-01' of 'acme'`. */
export function named(kind: string, name: string, organization = ''): string {
  return organization === '' ? `${kind} '${name}'` : `${kind} '${name}' of '${organization}'`;
}

export const missing = (what: string): AppError => new AppError('not_found', `${what} does not exist`);
export const taken = (what: string): AppError =>
  new AppError('conflict', `${what} already exists; choose another name, or change what is there`);
