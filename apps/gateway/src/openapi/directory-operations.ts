import type { CHEF_ROUTES } from '../routes.ts';
import type { ErrorExample, Operation, Parameter } from './operation.ts';
import type { SchemaName } from './schemas.ts';

type Routes = typeof CHEF_ROUTES;

type Documentation = {
  readonly [Route in keyof Routes]: { readonly [Method in keyof Routes[Route]['methods']]: Operation };
};

interface Body {
  readonly schema: SchemaName;
  readonly example: unknown;
}

const MISSING: ErrorExample = { when: 'there is nothing of that name', error: ["Cannot find 'web-01'"] };
const WRONG: ErrorExample = { when: 'the body is not right', error: ["Field 'name' missing"] };
const THERE: ErrorExample = { when: 'it is there already, or must stay', error: ["'web-01' already exists"] };
const CHANGED: ErrorExample = { when: 'somebody else was faster than `If-Match`', error: ['the group was changed'] };

const answered = (description: string, body: Body): Operation['success'] => ({
  status: 200,
  answer: { description, body },
});

const reading = (summary: string, body: Body): Operation => ({
  tag: 'Directory',
  summary,
  success: answered('What is there', body),
  errors: { 404: [MISSING] },
});

const creating = (summary: string, example: unknown, schema: SchemaName = 'ChefBody'): Operation => ({
  tag: 'Directory',
  summary,
  body: { schema, required: true, example },
  success: { status: 201, answer: { description: 'It is there', body: CREATED } },
  errors: { 400: [WRONG], 404: [MISSING], 409: [THERE] },
});

const changing = (summary: string, sent: Body, body: Body): Operation => ({
  tag: 'Directory',
  summary,
  body: { ...sent, required: true },
  success: answered('As it is now', body),
  errors: { 400: [WRONG], 404: [MISSING], 409: [THERE] },
});

const deleting = (summary: string, body: Body): Operation => ({
  tag: 'Directory',
  summary,
  success: answered('As it was', body),
  errors: { 404: [MISSING], 409: [THERE] },
});

const PUBLIC_KEY = '-----BEGIN PUBLIC KEY-----\n...\n-----END PUBLIC KEY-----\n';
const CREATED: Body = {
  schema: 'Created',
  example: { uri: 'https://push.example.com/organizations/acme/clients/web-01' },
};
const NAMES: Body = {
  schema: 'Links',
  example: { 'web-01': 'https://push.example.com/organizations/acme/clients/web-01' },
};
const KEY: Body = {
  schema: 'Key',
  example: { name: 'default', public_key: PUBLIC_KEY, expiration_date: 'infinity' },
};
const KEYS: Body = {
  schema: 'KeyList',
  example: [
    { name: 'default', uri: 'https://push.example.com/organizations/acme/clients/web-01/keys/default', expired: false },
  ],
};
const NEW_KEY = { name: 'spare', create_key: true };
const LATER: Body = { schema: 'ChefBody', example: { expiration_date: '2030-12-31T00:00:00Z' } };
const USER: Body = { schema: 'ChefObject', example: { username: 'pat', email: 'pat@example.com' } };
const NEW_USER = { username: 'pat', email: 'pat@example.com', create_key: true };
const ORGANIZATION = { name: 'acme', full_name: 'Acme Inc.', guid: '0c7f4d2e6a3b4b679d0f5f1f3f1c2b11' };
const CLIENT: Body = {
  schema: 'ChefObject',
  example: { name: 'web-01', clientname: 'web-01', orgname: 'acme', validator: false },
};
const GROUP: Body = {
  schema: 'Group',
  example: {
    ...{ name: 'pushy_job_writers', groupname: 'pushy_job_writers', orgname: 'acme' },
    ...{ actors: ['pat'], users: ['pat'], clients: [], groups: [] },
  },
};
const ATTRIBUTES = { chef_environment: 'prod', run_list: ['role[web]'], normal: { tags: ['blue'] } };
const NODE: Body = { schema: 'NodeObject', example: { name: 'web-01', ...ATTRIBUTES } };
const FOUND: Body = { schema: 'FoundNodes', example: { rows: [NODE.example], start: 0, total: 1 } };
const QUERY: readonly Parameter[] = [
  {
    name: 'q',
    description: 'What to look for; everything where left out',
    example: 'role:web AND chef_environment:prod',
  },
  { name: 'start', description: 'How many rows to pass over', example: '0' },
  { name: 'rows', description: 'How many rows at most', example: '1000' },
].map((parameter) => ({ in: 'query', schema: { type: 'string' }, ...parameter }));

const keysOf = (whose: string) =>
  ({
    list: { GET: reading(`Keys of a ${whose}`, KEYS), POST: creating(`Give a ${whose} one more key`, NEW_KEY) },
    one: {
      GET: reading(`A key of a ${whose}`, KEY),
      PUT: changing(`Change or rename a key of a ${whose}`, LATER, KEY),
      DELETE: deleting(`Take a key from a ${whose}`, KEY),
    },
  }) as const;
const userKeys = keysOf('user');
const clientKeys = keysOf('client');

/** The built-in directory's part of the Chef API; `docs/directory.md` says who may do what. */
export const DIRECTORY_OPERATIONS = {
  users: { GET: reading('Users', NAMES), POST: creating('Create a user', NEW_USER) },
  user: {
    GET: reading('A user', USER),
    PUT: changing('Change a user', { schema: 'ChefBody', example: { email: 'pat@example.org' } }, CREATED),
    DELETE: deleting('Delete a user', USER),
  },
  userOrganizations: {
    GET: reading('Organizations of a user', { schema: 'ChefObjects', example: [{ organization: ORGANIZATION }] }),
  },
  userInvitation: {
    PUT: changing(
      'Answer an invitation, which let the user in already',
      { schema: 'ChefBody', example: { response: 'accept' } },
      { schema: 'ChefObject', example: { organization: { name: 'acme' } } },
    ),
  },
  userKeys: userKeys.list,
  userKey: userKeys.one,
  organizations: {
    GET: reading('Organizations', NAMES),
    POST: creating('Create an organization', { name: 'acme', full_name: 'Acme Inc.' }),
  },
  organization: { GET: reading('An organization', { schema: 'ChefObject', example: ORGANIZATION }) },
  members: {
    GET: reading('Users of the organization', { schema: 'ChefObjects', example: [{ user: { username: 'pat' } }] }),
    POST: creating('Let a user in', { username: 'pat' }),
  },
  member: { GET: reading('A user of the organization', USER), DELETE: deleting('Put a user out', USER) },
  invitations: { POST: creating('Invite a user, which lets them in at once', { user: 'pat' }) },
  clients: {
    GET: reading('Clients', NAMES),
    POST: creating('Create a client', { name: 'web-01', create_key: true }),
  },
  client: {
    GET: reading('A client', CLIENT),
    PUT: changing('Change a client', { schema: 'ChefBody', example: { validator: false } }, CLIENT),
    DELETE: deleting('Delete a client', CLIENT),
  },
  clientKeys: clientKeys.list,
  clientKey: clientKeys.one,
  groups: {
    GET: reading('Groups', NAMES),
    POST: creating('Create a group, without members', { groupname: 'pushy_job_writers' }),
  },
  group: {
    GET: reading('A group and who is in it', GROUP),
    PUT: {
      ...changing(
        'Say who is in a group, all of them at once',
        { schema: 'ChefBody', example: { actors: { users: [], clients: [], groups: [] } } },
        GROUP,
      ),
      parameters: [
        {
          name: 'If-Match',
          in: 'header',
          description: 'The `ETag` with which the group was read: refuses to undo what somebody else did since',
          schema: { type: 'string' },
          example: '"1"',
        },
      ],
      errors: { 400: [WRONG], 404: [MISSING], 409: [THERE], 412: [CHANGED] },
    },
    DELETE: deleting('Delete a group', GROUP),
  },
  nodes: { GET: reading('Node objects', NAMES), POST: creating('Create a node object', NODE.example, 'NodeObject') },
  node: {
    GET: reading('A node object', NODE),
    PUT: changing('Replace a node object', { schema: 'NodeObject', example: ATTRIBUTES }, NODE),
    DELETE: deleting('Delete a node object', NODE),
  },
  nodeSearch: {
    GET: {
      ...reading('Search node objects', FOUND),
      parameters: QUERY,
      errors: { 400: [{ when: 'the query makes no sense', error: ['expected a value after "role:"'] }] },
    },
    POST: {
      ...changing(
        'Search node objects, and show only some attributes of each',
        { schema: 'ChefBody', example: { name: ['name'], ip: ['network', 'address'] } },
        {
          schema: 'FoundNodes',
          example: { rows: [{ url: NAMES.example, data: { name: 'web-01' } }], start: 0, total: 1 },
        },
      ),
      parameters: QUERY,
    },
  },
  principal: {
    GET: reading('Who signs by a name, and with which keys', {
      schema: 'ChefObject',
      example: { name: 'web-01', type: 'client', public_key: PUBLIC_KEY, org_member: true },
    }),
  },
} as const satisfies Documentation;
