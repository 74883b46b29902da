import { beginBatchSpan, beginSpan, traceparentOf } from '@push-jobs/platform';
import type { Recorded } from './recorded.ts';

/**
 * Spans of a transaction that has committed: one for each traced job that it changed, in that job's trace, and one for
 * the transaction as a whole, which it shares with jobs of other traces. None for single nodes: a job may have thousands.
 */
export function traceChanges(recorded: readonly Recorded[], startMs: number): void {
  const traced = recorded.filter(({ traceparent }) => traceparent !== null);
  if (traced.length === 0) return;
  const transaction = beginBatchSpan(
    'change jobs',
    traced.map(({ traceparent }) => traceparent),
    startMs,
  );
  const batch = traceparentOf(transaction);
  for (const { id, traceparent, was, status, change, events } of traced) {
    const attributes = {
      'push_jobs.job.id': id,
      'push_jobs.job.was': was,
      'push_jobs.nodes': change.nodes.size,
      'push_jobs.events': events.length,
    };
    beginSpan(`job ${status}`, { parent: traceparent, startMs, batch, attributes })?.end();
  }
  transaction?.end();
}
