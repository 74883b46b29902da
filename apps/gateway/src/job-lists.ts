import { AppError } from '@push-jobs/platform';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { callerOrigin } from './caller-address.ts';

const MAX_LIST = 5_000;
/** Wire contract section 7. */
export const JOB_STATUSES = [
  ...(['new', 'voting', 'running'] as const),
  ...(['complete', 'quorum_failed', 'timed_out', 'aborted', 'crashed'] as const),
] as const;

/** Which jobs to list. A parameter that nobody knows is left alone, as stock servers do. */
const Query = z.object({
  limit: z.coerce
    .number({ error: `must be a whole number from 1 to ${MAX_LIST}` })
    .refine((n) => Number.isInteger(n) && n >= 1 && n <= MAX_LIST, `must be a whole number from 1 to ${MAX_LIST}`)
    .default(MAX_LIST),
  before: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be the id of a job')
    .default(''),
  status: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(JOB_STATUSES, { error: `must be of ${JOB_STATUSES.join(', ')}, separated by commas` })))
    .default([]),
  command: z
    .string({ error: 'must be given once' })
    .refine((text) => !text.includes('\0'), 'must not contain NUL')
    .default(''),
  details: z.literal('true').optional().catch(undefined),
});

export interface ListQuery {
  readonly limit: number;
  readonly before: string;
  readonly statuses: string[];
  readonly command: string;
  readonly details: boolean;
}

/** @throws AppError `invalid` that names the first bad parameter, and what it has to be */
export function readListQuery(query: unknown): ListQuery {
  const parsed = Query.safeParse(query);
  if (parsed.success) {
    const { status, details, ...rest } = parsed.data;
    return { ...rest, statuses: status, details: details === 'true' };
  }
  const [issue] = parsed.error.issues;
  throw new AppError('invalid', `'${String(issue?.path[0])}' ${issue?.message}`);
}

/** Where the list goes on, with everything else that the caller asked for. */
export function linkToNext({ headers, url = '/' }: IncomingMessage, lastId: string): string {
  const next = new URL(url, callerOrigin(headers));
  next.searchParams.set('before', lastId);
  return `<${next.href}>; rel="next"`;
}
