import { JOB_STATUSES, NODE_STATUSES } from '@push-jobs/job';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CHEF_ROUTES, ROUTES } from '../routes.ts';
import { ApiDescription } from './api-description.ts';
import { type DocumentedRoute, openApiDocument } from './document.ts';
import { OPERATIONS } from './operations.ts';
import { SCHEMAS } from './schemas.ts';

const content = z.record(
  z.string(),
  z.strictObject({
    schema: z.record(z.string(), z.unknown()),
    example: z.unknown().optional(),
    examples: z.record(z.string(), z.strictObject({ summary: z.string(), value: z.unknown() })).optional(),
  }),
);
const described = { description: z.string().min(1) };
const parameter = z.strictObject({
  ...described,
  name: z.string().min(1),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().optional(),
  schema: z.looseObject({ type: z.string() }),
  example: z.string(),
});
const operation = z.strictObject({
  operationId: z.string().regex(/^\w+$/),
  tags: z.array(z.string()).length(1),
  summary: z.string().min(1),
  description: z.string().optional(),
  parameters: z.array(parameter).optional(),
  requestBody: z.strictObject({ required: z.boolean(), content }).optional(),
  responses: z.record(
    z.string().regex(/^[2-5]\d\d$/),
    z.strictObject({ ...described, headers: z.record(z.string(), z.unknown()).optional(), content }),
  ),
  security: z.array(z.record(z.string(), z.array(z.string()))),
});
const method = operation.optional();

/** As much of OpenAPI 3.1 as the document makes use of; nothing else may be in it. */
const OpenApi = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ ...described, title: z.string(), version: z.string() }),
  servers: z.array(z.strictObject({ url: z.string() })),
  paths: z.record(
    z.string().startsWith('/'),
    z.strictObject({ parameters: z.array(parameter), get: method, post: method, put: method, delete: method }),
  ),
  components: z.strictObject({
    schemas: z.record(z.string(), z.record(z.string(), z.unknown())),
    securitySchemes: z.record(
      z.string(),
      z.strictObject({ ...described, type: z.literal('apiKey'), in: z.literal('header'), name: z.string() }),
    ),
  }),
});

// As a reader of the JSON gets it.
const document = OpenApi.parse(JSON.parse(JSON.stringify(new ApiDescription({ directory: 'builtin' }).document)));
const operations = Object.entries(document.paths).flatMap(([path, { parameters: inPath, ...methods }]) =>
  Object.entries(methods).map(([name, each]) => ({ title: `${name} ${path}`, path, inPath, ...each })),
);

const OPEN = [ROUTES.status.path, ROUTES.openapi.path] as readonly string[];
const titled = operations.map((each) => [each.title, each] as const);

/** The schema itself, where it is a reference to a component. */
function resolved(schema: Record<string, unknown>): Parameters<typeof z.fromJSONSchema>[0] {
  const reference = schema['$ref'];
  const name = typeof reference === 'string' ? reference.replace('#/components/schemas/', '') : '';
  return name === '' ? schema : (document.components.schemas[name] ?? expect.fail(`no schema ${name}`));
}

describe('the OpenAPI document', () => {
  it('has every method of every route, and no other', () => {
    const routes = Object.values<DocumentedRoute>({ ...ROUTES, ...CHEF_ROUTES }).flatMap(({ path, methods }) =>
      Object.keys(methods).map((name) => `${name.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`),
    );
    expect(operations.map(({ title }) => title).toSorted()).toEqual(routes.toSorted());
  });

  it('cannot be made while a route, a method or a parameter has no documentation', () => {
    const route = (path: string): DocumentedRoute => ({ path, methods: { GET: 'read' } });
    expect(() => openApiDocument({ secret: route('/secret') }, OPERATIONS)).toThrow('GET /secret is not documented');
    expect(() => openApiDocument({ job: { path: '/x', methods: { DELETE: 'write' } } }, OPERATIONS)).toThrow(
      'DELETE /x is not documented',
    );
    expect(() => openApiDocument({ job: route('/:planet') }, OPERATIONS)).toThrow('parameter planet');
  });

  it('leaves out what a Chef Infra Server answers', () => {
    const { paths } = OpenApi.parse(new ApiDescription({ directory: 'chef' }).document);
    expect(Object.keys(paths)).toHaveLength(Object.keys(ROUTES).length);
  });

  it('names each operation once', () => {
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it.each(titled)('%s has a parameter for each part of its path', (_, { path, inPath }) => {
    expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
  });

  it.each(titled)('%s says whether it has to be signed, and how', (_, { path, security = [] }) => {
    const schemes = Object.keys(document.components.securitySchemes);
    expect(security.map((each) => Object.keys(each))).toEqual(OPEN.includes(path) ? [] : [schemes]);
  });

  it.each(titled)('%s shows examples that its schemas accept', (_, { requestBody, responses = {} }) => {
    const shown = [requestBody, ...Object.values(responses)].flatMap((each) => Object.entries(each?.content ?? {}));
    expect(shown.length).toBeGreaterThan(0);
    for (const [mediaType, { schema, example, examples }] of shown) {
      const all = [
        ...(example === undefined ? [] : [example]),
        ...Object.values(examples ?? {}).map(({ value }) => value),
      ];
      if (mediaType === 'application/json') expect(all).not.toEqual([]);
      for (const value of all) expect(() => z.fromJSONSchema(resolved(schema)).parse(value)).not.toThrow();
    }
  });

  it('knows the statuses that jobs and nodes can have', () => {
    expect(SCHEMAS.Job.shape.status.options).toEqual(JOB_STATUSES);
    expect(SCHEMAS.Job.shape.nodes.def.keyType.options).toEqual(NODE_STATUSES);
  });

  it('describes the JSON that a job is asked for with, defaults left out', () => {
    expect(document.components.schemas['JobRequest']).toMatchObject({
      type: 'object',
      required: ['command', 'nodes'],
      additionalProperties: false,
      properties: { file: { type: 'string', pattern: '^(raw|base64):' }, run_timeout: { default: 3600, minimum: 0 } },
    });
  });
});
