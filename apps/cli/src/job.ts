import { z } from 'zod';

/** Why a node's part of a job ended as it did, where the server tells. */
const NodeDetail = z.object({ reason: z.string().optional(), exit_code: z.number().optional() });

/** A job as the server shows it (wire contract section 3). */
export const Job = z.object({
  id: z.string(),
  command: z.string(),
  status: z.string(),
  run_timeout: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
  nodes: z.record(z.string(), z.array(z.string())).optional(),
  user: z.string().optional(),
  dir: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
  capture_output: z.boolean().optional(),
  file_specified: z.boolean().optional(),
  /** By node; only where it was asked for and the server knows the question. */
  details: z.record(z.string(), NodeDetail).optional(),
});
export type Job = z.infer<typeof Job>;

export const CreatedJob = z.object({ uri: z.string() });

export const NodeAvailability = z.object({
  node_name: z.string(),
  status: z.string().optional(),
  availability: z.string(),
});
export type NodeAvailability = z.infer<typeof NodeAvailability>;

const ID_LENGTH = 32;

/** A job's id stands at the end of its URI. */
export const jobIdOf = (uri: string): string => uri.slice(-ID_LENGTH);

export const jobPath = (id: string): string => `/pushy/jobs/${encodeURIComponent(id)}`;
