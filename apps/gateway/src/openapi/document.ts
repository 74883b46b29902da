import type { Permission } from '../routes.ts';
import { errorsFor } from './errors.ts';
import { PATH_PARAMETERS } from './examples.ts';
import type { Answer, ErrorExample, Operation } from './operation.ts';
import { componentSchemas } from './schemas.ts';
import { SECURITY_SCHEMES, SERVER_API_VERSION } from './security.ts';

export interface DocumentedRoute {
  readonly path: string;
  readonly methods: Readonly<Record<string, Permission>>;
}

const INFO = {
  title: 'Push Jobs',
  version: '1',
  description: [
    'Runs a command on many nodes now, and knows for certain what became of it.',
    'Requests are signed as Chef Infra clients sign theirs; the security schemes name the headers.',
    'A path of this document answers any other method with 405, before it looks at anything else.',
    'Doubled and trailing slashes do not matter.',
  ].join(' '),
};

/**
 * The API as OpenAPI 3.1: paths, methods and permissions are those of the route table, words and shapes those of the
 * documentation.
 * @throws Error for a route, a method or a path parameter that nobody documented
 */
export function openApiDocument(
  routes: Readonly<Record<string, DocumentedRoute>>,
  documentation: Readonly<Record<string, Readonly<Record<string, Operation>>>>,
): object {
  const paths = Object.entries(routes).map(([name, { path, methods }]): [string, object] => {
    const operations = Object.entries(methods).map(([method, permission]): [string, object] => {
      const documented = documentation[name]?.[method];
      if (documented === undefined) throw new Error(`${method} ${path} is not documented`);
      const operationId = `${method.toLowerCase()}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      return [method.toLowerCase(), { operationId, ...operation(documented, permission) }];
    });
    return [pathTemplate(path), { parameters: pathParameters(path), ...Object.fromEntries<object>(operations) }];
  });
  return {
    openapi: '3.1.0',
    info: INFO,
    servers: [{ url: '/' }],
    paths: Object.fromEntries<object>(paths),
    components: { schemas: componentSchemas(), securitySchemes: SECURITY_SCHEMES },
  };
}

/** `/jobs/:job` is `/jobs/{job}` here. */
const pathTemplate = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');

function pathParameters(path: string): object[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    const documented = PATH_PARAMETERS[name];
    if (documented === undefined) throw new Error(`the path parameter ${name} is not documented`);
    return { name, in: 'path', required: true, ...documented };
  });
}

function operation({ tag, summary, description, ...documented }: Operation, permission: Permission): object {
  const signed = permission !== 'anyone';
  const parameters = [...(documented.parameters ?? []), ...(signed ? [SERVER_API_VERSION] : [])];
  const { body, success } = documented;
  return {
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: body.required, content: jsonOf(body) } }),
    responses: { [success.status]: answer(success.answer), ...errorAnswers(documented, permission) },
    security: signed ? [Object.fromEntries(Object.keys(SECURITY_SCHEMES).map((scheme) => [scheme, []]))] : [],
  };
}

function answer({ description, headers = {}, body }: Answer): object {
  const described = Object.entries(headers).map(([name, text]) => [
    name,
    { description: text, schema: { type: 'string' } },
  ]);
  return {
    description,
    ...(described.length === 0 ? {} : { headers: Object.fromEntries(described) as object }),
    content: 'mediaType' in body ? { [body.mediaType]: { schema: {} } } : jsonOf(body),
  };
}

const jsonOf = ({ schema, example }: { schema: string; example: unknown }): object => ({
  'application/json': { schema: reference(schema), example },
});

const reference = (schema: string): object => ({ $ref: `#/components/schemas/${schema}` });

/** What can go wrong for everybody comes before what can go wrong here. */
function errorAnswers({ errors = {} }: Pick<Operation, 'errors'>, permission: Permission): object {
  const [common, own] = [errorsFor(permission), errors] as Readonly<Record<string, readonly ErrorExample[]>>[];
  const statuses = new Set([...Object.keys(common ?? {}), ...Object.keys(own ?? {})]);
  return Object.fromEntries(
    [...statuses].map((status) => [status, errorAnswer([...(common?.[status] ?? []), ...(own?.[status] ?? [])])]),
  );
}

function errorAnswer(examples: readonly ErrorExample[]): object {
  const named = examples.map(({ when, error }) => [
    when.replaceAll(/[^\w]+/g, '-'),
    { summary: when, value: { error } },
  ]);
  return {
    description: `Where ${examples.map(({ when }) => when).join('; or ')}`,
    content: { 'application/json': { schema: reference('Error'), examples: Object.fromEntries(named) as object } },
  };
}
