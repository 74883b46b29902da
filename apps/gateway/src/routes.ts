import { AppError } from '@push-jobs/platform';
import { METHODS } from 'node:http';

/**
 * Who may send a request: `anyone`; a signed caller who may `read`, `write` or `fetch_config`; `elsewhere` means that
 * the service behind the path finds out by itself.
 */
export type Permission = 'anyone' | 'elsewhere' | 'read' | 'write' | 'fetch_config';

interface Route {
  /** As Fastify writes patterns. Doubled and trailing slashes of a request do not matter. */
  readonly path: string;
  readonly methods: Readonly<Partial<Record<'GET' | 'POST', Permission>>>;
}

const PUSHY = '/organizations/:organization/pushy';

/** Every path there is, its methods, and who may use them (wire contract section 3). */
export const ROUTES = {
  status: { path: '/pushy/_status', methods: { GET: 'anyone' } },
  configuration: { path: `${PUSHY}/config/:node`, methods: { GET: 'fetch_config' } },
  jobs: { path: `${PUSHY}/jobs`, methods: { GET: 'read', POST: 'write' } },
  job: { path: `${PUSHY}/jobs/:job`, methods: { GET: 'read' } },
  cancellation: { path: `${PUSHY}/jobs/:job/cancel`, methods: { POST: 'write' } },
  stdout: { path: `${PUSHY}/jobs/:job/output/:node/stdout`, methods: { GET: 'read' } },
  stderr: { path: `${PUSHY}/jobs/:job/output/:node/stderr`, methods: { GET: 'read' } },
  nodeStates: { path: `${PUSHY}/node_states`, methods: { GET: 'read' } },
  nodeState: { path: `${PUSHY}/node_states/:node`, methods: { GET: 'read' } },
  organizationFeed: { path: `${PUSHY}/job_status_feed`, methods: { GET: 'elsewhere' } },
  jobFeed: { path: `${PUSHY}/job_status_feed/:job`, methods: { GET: 'elsewhere' } },
} as const satisfies Record<string, Route>;

const BY_PATH: ReadonlyMap<string, ReadonlyMap<string, Permission>> = new Map(
  Object.values<Route>(ROUTES).map(({ path, methods }) => [path, new Map(Object.entries(methods))]),
);

/** Who may send `method` to a path of the table; undefined where the path does not know the method. */
export const permissionFor = (path: string, method: string): Permission | undefined => BY_PATH.get(path)?.get(method);

/** What a path answers with 405. CONNECT never arrives as a request. */
export function otherMethods(path: string): string[] {
  return METHODS.filter((method) => method !== 'CONNECT' && permissionFor(path, method) === undefined);
}

export function methodNotAllowed(path: string, method: string): AppError {
  const allowed = [...(BY_PATH.get(path)?.keys() ?? [])].join(', ');
  return new AppError('method_not_allowed', `${method} is not allowed here, but ${allowed}`, {
    headers: { Allow: allowed },
  });
}
