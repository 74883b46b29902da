import { z } from 'zod';
import type { Schema } from './schema-sample.ts';

interface Content {
  readonly schema: { readonly $ref?: string };
  readonly example?: unknown;
}

interface DocumentedOperation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly example: string }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, Content>> }>>;
  readonly security: readonly object[];
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Operation {
  readonly method: string;
  /** With `{organization}`, `{node}` and `{job}` in it. */
  readonly template: string;
  readonly signed: boolean;
  /** Names of query parameters, with an example each. */
  readonly query: readonly (readonly [name: string, example: string])[];
  readonly body: { readonly schema: Schema; readonly example: unknown; readonly required: boolean } | undefined;
  /** The name of the shape that each documented status has; undefined where it is no JSON. */
  readonly answers: ReadonlyMap<number, string | undefined>;
}

/** What `/openapi.json` says. */
export class ApiDocument {
  readonly operations: readonly Operation[];
  private readonly shapes: ReadonlyMap<string, z.ZodType>;

  private constructor(document: Document) {
    const { schemas } = document.components;
    // Zod types a schema more narrowly than this reader does.
    this.shapes = new Map(
      Object.entries(schemas).map(([name, schema]) => [
        name,
        z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]),
      ]),
    );
    this.operations = Object.entries(document.paths).flatMap(([template, { parameters: _, ...methods }]) =>
      Object.entries(methods).map(([method, operation]) => readOperation(template, method, operation, schemas)),
    );
  }

  static async of(origin: string): Promise<ApiDocument> {
    const response = await fetch(`${origin}/openapi.json`);
    if (!response.ok) throw new Error(`/openapi.json was answered ${response.status}`);
    return new ApiDocument((await response.json()) as Document); // a test of the gateway checks its structure
  }

  /** What is wrong with a body that should have this shape; undefined where nothing is. */
  fault(shape: string, body: unknown): string | undefined {
    const parsed = this.shapes.get(shape)?.safeParse(body);
    if (parsed === undefined) return `there is no shape ${shape}`;
    return parsed.success ? undefined : `no ${shape}: ${z.prettifyError(parsed.error)}`;
  }
}

function readOperation(
  template: string,
  method: string,
  { parameters = [], requestBody, responses, security }: DocumentedOperation,
  schemas: Readonly<Record<string, Schema>>,
): Operation {
  const bodySchema = schemas[nameOf(requestBody?.content) ?? ''];
  return {
    method: method.toUpperCase(),
    template,
    signed: security.length > 0,
    query: parameters.filter((parameter) => parameter.in === 'query').map(({ name, example }) => [name, example]),
    body: bodySchema && {
      schema: bodySchema,
      example: requestBody?.content['application/json']?.example,
      required: requestBody?.required ?? false,
    },
    answers: new Map(Object.entries(responses).map(([status, { content }]) => [Number(status), nameOf(content)])),
  };
}

const nameOf = (content: Readonly<Record<string, Content>> | undefined): string | undefined =>
  content?.['application/json']?.schema.$ref?.replace('#/components/schemas/', '');
