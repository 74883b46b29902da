import { status as grpc } from '@grpc/grpc-js';

/** How each kind of error looks to callers, over HTTP and over gRPC. */
export const KINDS = {
  invalid: { http: 400, grpc: grpc.INVALID_ARGUMENT },
  unauthenticated: { http: 401, grpc: grpc.UNAUTHENTICATED },
  forbidden: { http: 403, grpc: grpc.PERMISSION_DENIED },
  not_found: { http: 404, grpc: grpc.NOT_FOUND },
  method_not_allowed: { http: 405, grpc: grpc.UNIMPLEMENTED },
  not_acceptable: { http: 406, grpc: grpc.INVALID_ARGUMENT },
  conflict: { http: 409, grpc: grpc.ABORTED },
  precondition_failed: { http: 412, grpc: grpc.FAILED_PRECONDITION },
  too_large: { http: 413, grpc: grpc.OUT_OF_RANGE },
  too_many: { http: 429, grpc: grpc.RESOURCE_EXHAUSTED },
  internal: { http: 500, grpc: grpc.INTERNAL },
  upstream: { http: 502, grpc: grpc.UNKNOWN },
  unavailable: { http: 503, grpc: grpc.UNAVAILABLE },
  timed_out: { http: 504, grpc: grpc.DEADLINE_EXCEEDED },
} as const satisfies Record<string, { http: number; grpc: grpc }>;

export type Kind = keyof typeof KINDS;

export interface AppErrorOptions extends ErrorOptions {
  /** Chef's authentication errors are lists of sentences; everything else is one sentence. */
  asList?: boolean;
  headers?: Readonly<Record<string, string>>;
}

/** An error that a caller is meant to see. Everything else is a bug, and reaches them as `internal`. */
export class AppError extends Error {
  override name = 'AppError';
  readonly asList: boolean;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly kind: Kind,
    message: string,
    { asList = false, headers = {}, ...options }: AppErrorOptions = {},
  ) {
    super(message, options);
    this.asList = asList;
    this.headers = headers;
  }

  /** What went wrong, as a caller may see it: a gRPC service's own answer keeps its kind, a bug becomes `internal`. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown;
    const kind = grpcKind(thrown);
    if (kind === undefined) return new AppError('internal', 'internal error', { cause: thrown });
    const { details } = thrown as { details?: string }; // grpcKind saw a ServiceError
    return new AppError(kind, CALLER_MAY_SEE.has(kind) && details ? details : (SENTENCE[kind] ?? 'internal error'), {
      cause: thrown,
    });
  }
}

/** How an error tells of one among several in a gRPC call that they share. */
export function refusalFor(thrown: unknown): { code: grpc; message: string } {
  const { kind, message } = AppError.from(thrown);
  return { code: KINDS[kind].grpc, message };
}

const CALLER_MAY_SEE: ReadonlySet<Kind> = new Set([
  'invalid',
  'forbidden',
  'not_found',
  'conflict',
  'precondition_failed',
  'too_large',
]);
const SENTENCE: Partial<Record<Kind, string>> = {
  unavailable: 'a part of the server is not reachable at the moment; try again',
};

const KIND_OF_GRPC = new Map<number, Kind>([
  [grpc.INVALID_ARGUMENT, 'invalid'],
  [grpc.PERMISSION_DENIED, 'forbidden'],
  [grpc.NOT_FOUND, 'not_found'],
  [grpc.ABORTED, 'conflict'],
  [grpc.FAILED_PRECONDITION, 'precondition_failed'],
  [grpc.OUT_OF_RANGE, 'too_large'],
  [grpc.UNAVAILABLE, 'unavailable'],
  [grpc.DEADLINE_EXCEEDED, 'unavailable'],
  [grpc.RESOURCE_EXHAUSTED, 'unavailable'],
  [grpc.CANCELLED, 'unavailable'],
]);

function grpcKind(thrown: unknown): Kind | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || !('metadata' in thrown)) return undefined;
  return typeof thrown.code === 'number' ? (KIND_OF_GRPC.get(thrown.code) ?? 'internal') : undefined;
}
