import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Definitions, KubernetesVersion } from './definitions.ts';
import type { Manifest } from './manifest.ts';

const ID = 'https://definitions.invalid/';

/** The part of JSON schema and OpenAPI that the definitions use. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  pattern?: string;
  format?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
}

interface CustomResource {
  spec: { group: string; names: { kind: string }; versions: { name: string; schema: { openAPIV3Schema: Schema } }[] };
}

/** Checks objects as an API server with strict field validation does: what a definition does not name is an error. */
export class StrictSchemas {
  private readonly ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, inlineRefs: false });
  /** `group/version/kind` -> reference to its schema. */
  private readonly references = new Map<string, string>();

  constructor({ swagger, crds }: Definitions, version: KubernetesVersion) {
    this.addKubernetes(swagger[version]);
    for (const folder of crds) this.addCustomResources(folder);
  }

  /** Complaints, each with the place it is about; none where all is well. */
  complaints(manifest: Manifest): string[] {
    const { apiVersion, kind, metadata } = manifest;
    const validate = this.validator(manifest);
    if (validate === undefined) return [`${apiVersion} ${kind} is not known`];
    if (validate(manifest)) return [];
    return (validate.errors ?? []).map((error) => `${kind} ${metadata.name}: ${describe(error)}`);
  }

  private validator({ apiVersion, kind }: Manifest): ValidateFunction | undefined {
    const reference = this.references.get(`${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}/${kind}`);
    return reference === undefined ? undefined : this.ajv.getSchema(reference);
  }

  private addKubernetes(file: string): void {
    const { definitions } = JSON.parse(readFileSync(file, 'utf8')) as { definitions: Record<string, Schema> }; // OpenAPI 2
    for (const [name, schema] of Object.entries(definitions)) {
      close(schema);
      if (name.endsWith('.api.resource.Quantity')) schema.type = ['string', 'number'];
      for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? []) {
        this.references.set(`${group}/${version}/${kind}`, `${ID}kubernetes#/definitions/${name}`);
      }
    }
    this.ajv.addSchema({ $id: `${ID}kubernetes`, definitions });
  }

  private addCustomResources(folder: string): void {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')) {
      const { spec } = parse(readFileSync(path.join(folder, file), 'utf8')) as CustomResource; // the folder has no other kind
      for (const { name, schema } of spec.versions) {
        const id = `${spec.group}/${name}/${spec.names.kind}`;
        close(schema.openAPIV3Schema);
        schema.openAPIV3Schema.properties = {
          ...schema.openAPIV3Schema.properties,
          metadata: { $ref: `${ID}kubernetes#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta` },
        };
        this.ajv.addSchema({ $id: ID + id, ...schema.openAPIV3Schema });
        this.references.set(id, ID + id);
      }
    }
  }
}

/** Forbids what is not named, in a schema and all within it. */
function close(schema: Schema): void {
  if (schema.format === 'int-or-string') schema.type = ['string', 'integer'];
  if (schema.pattern?.includes('(?i)')) delete schema.pattern; // Go's own notation
  const named = Object.values(schema.properties ?? {});
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties !== undefined;
  if (named.length > 0 && !open) schema.additionalProperties = false;
  for (const property of named) close(property);
  if (schema.items !== undefined) close(schema.items);
  if (typeof schema.additionalProperties === 'object') close(schema.additionalProperties);
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const unknown = 'additionalProperty' in params ? ` (${String(params['additionalProperty'])})` : '';
  return `${instancePath} ${message}${unknown}`;
}
