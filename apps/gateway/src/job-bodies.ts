import { parseJobRequest, type JobSpec } from '@push-jobs/contracts';
import { AppError } from '@push-jobs/platform';
import { z } from 'zod';
import { hasDuplicateKey } from './duplicate-keys.ts';

/**
 * The job in the body of `POST /pushy/jobs` (wire contract section 3).
 * @throws AppError `invalid` with the contract's sentence.
 */
export function readJobSpec(body: Buffer): JobSpec {
  const text = decode(body);
  const parsed = parseJobRequest(parse(text));
  if (!parsed.ok) throw new AppError('invalid', parsed.error);
  if (hasDuplicateKey(text, 'env')) throw new AppError('invalid', 'invalid environment value (duplicate key)');
  return parsed.spec;
}

const NODES = "expected nothing, or an object whose 'nodes' names at least one node";
const Cancellation = z.strictObject({ nodes: z.array(z.string()).min(1).exactOptional() });

/**
 * Which nodes to take out of a job; an empty list stands for the whole job, and is what an empty body says.
 * @throws AppError `invalid`
 */
export function readNodesToCancel(body: Buffer): string[] {
  if (body.length === 0) return [];
  const parsed = Cancellation.safeParse(parse(decode(body)));
  if (!parsed.success) throw new AppError('invalid', NODES);
  return parsed.data.nodes ?? [];
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw new AppError('invalid', 'the body is not valid UTF-8', { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid', 'the body is not valid JSON', { cause });
  }
}
