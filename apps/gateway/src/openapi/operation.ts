import type { SchemaName } from './schemas.ts';

export type Tag = 'Jobs' | 'Output' | 'Nodes' | 'Feeds' | 'Server' | 'Directory';

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'header';
  readonly description: string;
  readonly required?: boolean;
  readonly schema: object;
  readonly example?: string;
}

export interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON of this shape, or bytes of another media type. */
  readonly body: { readonly schema: SchemaName; readonly example: unknown } | { readonly mediaType: string };
}

/** What people need to know of one method of one path. What all signed operations share is added by `document.ts`. */
export interface Operation {
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly body?: { readonly schema: SchemaName; readonly required: boolean; readonly example: unknown };
  readonly success: { readonly status: 200 | 201 | 202; readonly answer: Answer };
  /** What can go wrong here besides what can go wrong for everybody. */
  readonly errors?: Readonly<Partial<Record<ErrorStatus, readonly ErrorExample[]>>>;
}

export type ErrorStatus = 400 | 401 | 403 | 404 | 406 | 409 | 412 | 413 | 429 | 500 | 502 | 503;

export interface ErrorExample {
  readonly when: string;
  readonly error: string | readonly string[];
}
