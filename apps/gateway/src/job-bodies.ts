import { parseJobRequest, type JobSpec } from '@push-jobs/contracts';
import { AppError } from '@push-jobs/platform';
import { z } from 'zod';
import { hasDuplicateKey } from './duplicate-keys.ts';
import { decodeText, parseJson } from './json-body.ts';

/**
 * The job in the body of `POST /pushy/jobs` (wire contract section 3).
 * @throws AppError `invalid` with the contract's sentence.
 */
export function readJobSpec(body: Buffer): JobSpec {
  const text = decodeText(body);
  const parsed = parseJobRequest(parseJson(text));
  if (!parsed.ok) throw new AppError('invalid', parsed.error);
  if (hasDuplicateKey(text, 'env')) throw new AppError('invalid', 'invalid environment value (duplicate key)');
  return parsed.spec;
}

const NODES = "expected nothing, or an object whose 'nodes' names at least one node";
/** The body of `POST /pushy/jobs/JOB/cancel`, where there is one. */
export const Cancellation = z.strictObject({ nodes: z.array(z.string()).min(1).exactOptional() });

/**
 * Which nodes to take out of a job; an empty list stands for the whole job, and is what an empty body says.
 * @throws AppError `invalid`
 */
export function readNodesToCancel(body: Buffer): string[] {
  if (body.length === 0) return [];
  const parsed = Cancellation.safeParse(parseJson(decodeText(body)));
  if (!parsed.success) throw new AppError('invalid', NODES);
  return parsed.data.nodes ?? [];
}
