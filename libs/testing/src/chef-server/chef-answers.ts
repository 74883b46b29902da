import type { ChefData, ChefOrganization } from './chef-data.ts';

export interface ChefAnswer {
  readonly status: number;
  readonly json: object;
}

export interface ChefQuestion {
  readonly method: string;
  readonly url: string;
  readonly body: Buffer;
  readonly apiVersion: number;
}

/** What a Chef Infra Server answers to a question whose signature holds. */
export function chefAnswer(data: ChefData, question: ChefQuestion): ChefAnswer {
  const { pathname, searchParams } = new URL(question.url, 'http://chef');
  const [, root, name = '', kind, item = ''] = pathname.split('/');
  if (root !== 'organizations') return notFound('page', pathname);
  const organization = data.organizations.get(name);
  if (organization === undefined) return notFound('org', name);
  switch (kind) {
    case undefined:
      return ok({ name, full_name: name, guid: organization.guid });
    case 'principals':
      return principals(data, organization, item, question.apiVersion);
    case 'groups':
      return group(organization, item, name);
    case 'nodes':
      return ok(organization.nodes.get(item)) ?? notFound('node', item);
    case 'search':
      return search(organization, name, searchParams.get('q') ?? '*:*', question);
    default:
      return notFound('page', pathname);
  }
}

function principals(data: ChefData, organization: ChefOrganization, name: string, apiVersion: number): ChefAnswer {
  const client = organization.clients.get(name);
  const user = data.users.get(name);
  const found = [
    ...(client ?? []).map((key) => principal(name, 'client', key, true)),
    ...(user ?? []).map((key) => principal(name, 'user', key, organization.members.has(name))),
  ];
  const [first] = found;
  if (first === undefined) return notFound('principal', name);
  return apiVersion === 0 ? ok(first) : ok({ principals: found });
}

function principal(name: string, type: string, public_key: string, org_member: boolean): object {
  return { name, type, public_key, authz_id: '0123456789abcdef0123456789abcdef', org_member };
}

function group(organization: ChefOrganization, groupname: string, orgname: string): ChefAnswer {
  const found = organization.groups.get(groupname);
  if (found === undefined) return notFound('group', groupname);
  const { users = [], clients = [], groups = [] } = found;
  return ok({ actors: [...users, ...clients], users, clients, groups, orgname, name: groupname, groupname });
}

/** Knows `name:PATTERN` with `*`, and `*:*`. A POST asks for a part of each node, which here is its name. */
function search(organization: ChefOrganization, orgname: string, query: string, { method }: ChefQuestion): ChefAnswer {
  const pattern = /^(?:name|\*):(.*)$/.exec(query)?.[1] ?? '';
  const wanted = new RegExp(`^${pattern.replace(/[.+]/g, '\\$&').replaceAll('*', '.*')}$`);
  const nodes = [...organization.nodes].filter(([name]) => wanted.test(name));
  const rows = nodes.map(([name, node]) =>
    method === 'POST' ? { url: `/organizations/${orgname}/nodes/${name}`, data: { name } } : node,
  );
  return ok({ total: rows.length, start: 0, rows });
}

function ok(json: object): ChefAnswer;
function ok(json: object | undefined): ChefAnswer | undefined;
function ok(json: object | undefined): ChefAnswer | undefined {
  return json && { status: 200, json };
}

function notFound(what: string, name: string): ChefAnswer {
  return { status: 404, json: { not_found: what, error: [`Cannot find ${what} ${name}`] } };
}
