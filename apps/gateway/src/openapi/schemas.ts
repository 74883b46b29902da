import { JobRequest, type JobJson } from '@push-jobs/contracts';
import { FEATURES } from '@push-jobs/protocol';
import { z } from 'zod';
import { NodeBody } from '../chef-api/node-json.ts';
import { Cancellation } from '../job-bodies.ts';
import { JOB_STATUSES } from '../job-lists.ts';

const status = z.enum(JOB_STATUSES);
const nodeStatus = z.enum([
  ...(['new', 'ready', 'running'] as const),
  ...(['succeeded', 'failed', 'aborted', 'crashed', 'nacked', 'unavailable', 'was_ready', 'timed_out'] as const),
]);
const availability = z.enum(['available', 'unavailable']);
const httpDate = z.string().meta({ description: 'RFC 1123', examples: ['Tue, 04 Sep 2012 23:01:02 GMT'] });
const jobId = z.string().regex(/^[0-9a-f]{32}$/);

/** A job as lists show it. Keys that a job does not have are left out, and no other key appears. */
const listedJob = z.strictObject({
  id: jobId,
  command: z.string(),
  status,
  run_timeout: z.number().meta({ description: 'Seconds' }),
  created_at: httpDate,
  updated_at: httpDate.meta({ description: "When the job's own status changed last; RFC 1123" }),
  user: z.string().exactOptional(),
  dir: z.string().exactOptional(),
  env: z.record(z.string(), z.string()).exactOptional(),
  capture_output: z.literal(true).exactOptional(),
  file_specified: z.literal(true).exactOptional(),
  requested_by: z.string().exactOptional().meta({ description: 'With `details=true`' }),
  quorum: z.number().exactOptional().meta({ description: 'With `details=true`' }),
});

const job = listedJob.extend({
  nodes: z
    .partialRecord(nodeStatus, z.array(z.string()))
    .meta({ description: 'Names by status; statuses without nodes are left out' }),
  details: z
    .record(
      z.string(),
      z.strictObject({ status: nodeStatus, updated_at: httpDate, reason: z.string().exactOptional() }),
    )
    .exactOptional()
    .meta({ description: 'By node, with `details=true`: since when it is in its status, and why' }),
  file: z.string().exactOptional().meta({ description: 'In place of `file_specified`, with `include_file=true`' }),
}) satisfies z.ZodType<JobJson>;

const nodeConfiguration = z.strictObject({
  type: z.literal('config'),
  host: z.string(),
  node: z.string(),
  organization: z.string(),
  public_key: z.string().meta({ description: 'SPKI PEM; signs what the server publishes on `out_addr`' }),
  curve_public_key: z.string().meta({ description: 'Z85; the CurveZMQ key of `command_addr`' }),
  push_jobs: z.strictObject({
    heartbeat: z.strictObject({
      out_addr: z.string(),
      command_addr: z.string(),
      interval: z.number().meta({ description: 'Seconds' }),
      offline_threshold: z.int(),
      online_threshold: z.int(),
    }),
  }),
  encoded_session_key: z.strictObject({
    method: z.literal('hmac_sha256'),
    key: z.base64().meta({ description: "32 bytes, encrypted with the caller's own public key (PKCS#1 v1.5)" }),
  }),
  lifetime: z.number().meta({ description: 'Seconds' }),
  max_message_skew: z.number().meta({ description: 'Seconds' }),
  max_body_size: z.int().meta({ description: 'Bytes' }),
  incarnation_id: z.string(),
  features: z
    .array(z.enum(FEATURES))
    .optional()
    .meta({ description: 'Those of the extensions asked for that the server has' }),
});

/** Bodies of the Chef API, which Chef describes: here stands only what matters to find one's way. */
const chefBodies = {
  ChefBody: z.looseObject({}),
  ChefObject: z.looseObject({}),
  ChefObjects: z.array(z.looseObject({})),
  Links: z.record(z.string(), z.string()).meta({ description: 'Names, with the URI of each' }),
  Created: z.looseObject({ uri: z.string() }).meta({ description: 'With a key that was made just now, where one was' }),
  Key: z.looseObject({ name: z.string(), public_key: z.string(), expiration_date: z.string() }),
  KeyList: z.array(z.strictObject({ name: z.string(), uri: z.string(), expired: z.boolean() })),
  Group: z.strictObject({
    ...{ name: z.string(), groupname: z.string(), orgname: z.string() },
    ...{ actors: z.array(z.string()), users: z.array(z.string()), clients: z.array(z.string()) },
    groups: z.array(z.string()),
  }),
  NodeObject: NodeBody,
  FoundNodes: z.strictObject({ rows: z.array(z.looseObject({})), start: z.int(), total: z.int() }),
};

/** Every body that is sent or answered (wire contract sections 1, 3 and 4), by its name in the document. */
export const SCHEMAS = {
  Error: z.strictObject({ error: z.union([z.string(), z.array(z.string()).min(1)]) }).meta({
    description: 'A list where it is about who asked and what they may do, one sentence otherwise',
  }),
  ServerStatus: z.strictObject({
    status: z.literal("it's alive"),
    incarnation_id: z.string(),
    node_fsm_count: z.int().meta({ description: 'Nodes that are heartbeating' }),
    job_processes: z.array(jobId).meta({ description: 'Jobs that have not ended' }),
  }),
  NodeConfiguration: nodeConfiguration,
  JobRequest,
  CreatedJob: z.strictObject({ uri: z.string().meta({ description: 'Its last 32 characters are the id of the job' }) }),
  Job: job,
  JobList: z.array(listedJob).meta({ description: 'Newest first' }),
  Cancellation,
  CancelledJob: z.strictObject({}),
  NodeState: z.strictObject({ node_name: z.string(), status: z.enum(['online', 'offline']), availability }),
  NodeStateList: z.array(z.strictObject({ node_name: z.string(), availability })),
  OpenApi: z.looseObject({ openapi: z.string() }),
  ...chefBodies,
} as const satisfies Record<string, z.ZodType>;

export type SchemaName = keyof typeof SCHEMAS;

/** What a validator's own code checks, and JSON Schema cannot see in it. */
const OF_JOB_REQUEST: Readonly<Record<string, object>> = {
  command: { description: "Looked up in each node's allow-list; never run as it stands" },
  nodes: { description: 'Names of nodes; duplicates count once' },
  run_timeout: { description: 'Seconds' },
  quorum: { description: 'How many nodes have to be ready before any of them starts; all of them where left out' },
  user: { description: 'Whom the command runs as on the node' },
  dir: { description: 'Where the command runs on the node' },
  env: { description: 'Environment variables of the command; a key must not be there twice' },
  file: {
    description: '`raw:` or `base64:` and the contents, at most 100,000 bytes once decoded',
    pattern: '^(raw|base64):',
    examples: ['raw:travels with the job', 'base64:dHJhdmVscyB3aXRoIHRoZSBqb2I='],
  },
  capture_output: { description: 'Whether to keep what the command writes to stdout and stderr' },
};

/** JSON Schema 2020-12 of what goes over the wire: a request as it is sent, with its defaults left out or not. */
export function componentSchemas(): Record<SchemaName, object> {
  const entries = Object.entries(SCHEMAS).map(([name, schema]) => [name, jsonSchema(name, schema)]);
  return Object.fromEntries(entries) as Record<SchemaName, object>; // the keys are those of SCHEMAS
}

function jsonSchema(name: string, schema: z.ZodType): object {
  const { $schema: _, ...bare } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any', // a node's attributes are checked by hand
    override: ({ jsonSchema, path }) => {
      const [parent, property] = path;
      if (name !== 'JobRequest' || parent !== 'properties' || path.length !== 2) return;
      Object.assign(jsonSchema, OF_JOB_REQUEST[String(property)]);
    },
  });
  return bare;
}
