import { AppError } from '@push-jobs/platform';
import { canonicalPath } from '@push-jobs/protocol';
import { METHODS } from 'node:http';

/**
 * Who may send a request: `anyone`; a signed caller who may `read`, `write` or `fetch_config`, or who may `belong`,
 * `administer` or `save_node` in an organization's directory; a signed user with some standing beyond organizations;
 * `elsewhere` means that the service behind the path finds out by itself.
 */
export type Permission = 'anyone' | 'elsewhere' | OrganizationPermission | UserPermission;
export type OrganizationPermission = 'read' | 'write' | 'fetch_config' | 'belong' | 'administer' | 'save_node';
/**
 * `rule_users`: a superuser. `know_users`: an admin of any organization, or a superuser; for `know_user` also the user the
 * path names. `be_user`: that user, or a superuser.
 */
export type UserPermission = 'rule_users' | 'know_users' | 'know_user' | 'be_user';

export interface Route {
  /** As Fastify writes patterns. Doubled and trailing slashes of a request do not matter. */
  readonly path: string;
  readonly methods: Readonly<Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE', Permission>>>;
}

const PUSHY = '/organizations/:organization/pushy';

/** Every path there is, its methods, and who may use them (wire contract section 3). */
export const ROUTES = {
  status: { path: '/pushy/_status', methods: { GET: 'anyone' } },
  openapi: { path: '/openapi.json', methods: { GET: 'anyone' } },
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

const ORGANIZATION = '/organizations/:organization';

/** The part of the Chef API that the built-in directory answers; with a Chef Infra Server the same paths are its own. */
export const CHEF_ROUTES = {
  users: { path: '/users', methods: { GET: 'know_users', POST: 'rule_users' } },
  user: { path: '/users/:user', methods: { GET: 'know_user', PUT: 'be_user', DELETE: 'rule_users' } },
  userOrganizations: { path: '/users/:user/organizations', methods: { GET: 'know_user' } },
  userInvitation: { path: '/users/:user/association_requests/:invitation', methods: { PUT: 'know_user' } },
  userKeys: { path: '/users/:user/keys', methods: { GET: 'know_user', POST: 'be_user' } },
  userKey: { path: '/users/:user/keys/:key', methods: { GET: 'know_user', PUT: 'be_user', DELETE: 'be_user' } },
  organizations: { path: '/organizations', methods: { GET: 'know_users', POST: 'rule_users' } },
  organization: { path: ORGANIZATION, methods: { GET: 'belong' } },
  members: { path: `${ORGANIZATION}/users`, methods: { GET: 'belong', POST: 'administer' } },
  member: { path: `${ORGANIZATION}/users/:user`, methods: { GET: 'belong', DELETE: 'administer' } },
  invitations: { path: `${ORGANIZATION}/association_requests`, methods: { POST: 'administer' } },
  clients: { path: `${ORGANIZATION}/clients`, methods: { GET: 'belong', POST: 'administer' } },
  client: {
    path: `${ORGANIZATION}/clients/:client`,
    methods: { GET: 'belong', PUT: 'administer', DELETE: 'administer' },
  },
  clientKeys: { path: `${ORGANIZATION}/clients/:client/keys`, methods: { GET: 'belong', POST: 'administer' } },
  clientKey: {
    path: `${ORGANIZATION}/clients/:client/keys/:key`,
    methods: { GET: 'belong', PUT: 'administer', DELETE: 'administer' },
  },
  groups: { path: `${ORGANIZATION}/groups`, methods: { GET: 'belong', POST: 'administer' } },
  group: {
    path: `${ORGANIZATION}/groups/:group`,
    methods: { GET: 'belong', PUT: 'administer', DELETE: 'administer' },
  },
  // Whose node it is, is in the body: the controller asks.
  nodes: { path: `${ORGANIZATION}/nodes`, methods: { GET: 'belong', POST: 'belong' } },
  node: { path: `${ORGANIZATION}/nodes/:node`, methods: { GET: 'belong', PUT: 'save_node', DELETE: 'administer' } },
  nodeSearch: { path: `${ORGANIZATION}/search/node`, methods: { GET: 'belong', POST: 'belong' } },
  principal: { path: `${ORGANIZATION}/principals/:principal`, methods: { GET: 'belong' } },
} as const satisfies Record<string, Route>;

const BY_PATH: ReadonlyMap<string, ReadonlyMap<string, Permission>> = new Map(
  [...Object.values<Route>(ROUTES), ...Object.values<Route>(CHEF_ROUTES)].map(({ path, methods }) => [
    path,
    new Map(Object.entries(methods)),
  ]),
);

/** Who may send `method` to a path of the table; undefined where the path does not know the method. */
export const permissionFor = (path: string, method: string): Permission | undefined => BY_PATH.get(path)?.get(method);

/**
 * Whether a target lies where only Push Jobs has anything, whether or not there is something: a Chef Infra Server, which
 * may have had Push Jobs of its own, is never asked about it.
 */
export function isOurs(target: string): boolean {
  const [, first, , third] = canonicalPath(target).split('/').map(unescaped);
  return first === 'pushy' || (first === 'organizations' && third === 'pushy');
}

function unescaped(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

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
