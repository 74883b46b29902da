import { CHEF_ROUTES, ROUTES } from '../routes.ts';
import { DIRECTORY_OPERATIONS } from './directory-operations.ts';
import { openApiDocument } from './document.ts';
import { OPERATIONS } from './operations.ts';

/** What this gateway understands. The paths of the directory are its own only where the directory is built in. */
export class ApiDescription {
  readonly document: object;

  constructor({ directory }: { readonly directory: 'builtin' | 'chef' }) {
    this.document =
      directory === 'chef'
        ? openApiDocument(ROUTES, OPERATIONS)
        : openApiDocument({ ...ROUTES, ...CHEF_ROUTES }, { ...OPERATIONS, ...DIRECTORY_OPERATIONS });
  }
}
