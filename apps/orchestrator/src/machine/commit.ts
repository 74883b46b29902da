import type { Call, Decision } from '@push-jobs/db';
import { insertWork, type OutboxRow, rowsOf, type WorkKey } from '../effects/outbox-rows.ts';
import { newsOf, type OrganizationNews, type OrganizationRow, writeOrganizationFeeds } from './organization-feeds.ts';
import type { Recorded } from './recorded.ts';
import { writeEvents } from './write.ts';

/** What a transaction left behind: changes to tell of, and work to do. */
export interface Committed {
  readonly recorded: readonly Recorded[];
  readonly organizations: readonly OrganizationNews[];
  readonly work: readonly OutboxRow[];
}

/**
 * All that a transaction writes of these changes: `states` (the jobs and their nodes), the events, and the work that
 * follows (promise 2).
 */
export function committing(recorded: readonly Recorded[], nowMs: number, states: readonly Call[]): Decision<Committed> {
  const planned = recorded.flatMap(({ id, organization, traceparent, work }) =>
    work.map((plan) => ({ jobId: id, organization, traceparent, ...plan })),
  );
  const work = insertWork(planned);
  const feeds = writeOrganizationFeeds(recorded, nowMs);
  return {
    calls: [...work, ...states, ...writeEvents(recorded), ...feeds],
    outcome: (answers) => ({
      recorded,
      // The first and the last of the calls, if they were made; their statements say what their rows are.
      work: work.length === 0 ? [] : rowsOf(planned, answers[0] as WorkKey[]),
      organizations: feeds.length === 0 ? [] : newsOf(answers.at(-1) as OrganizationRow[]),
    }),
  };
}
