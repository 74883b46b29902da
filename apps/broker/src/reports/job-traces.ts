import type { NodeEvent } from '@push-jobs/contracts';
import { beginSpan, type Traceparent } from '@push-jobs/platform';

/** The oldest make room. After that, and after a restart, what nodes say of such a job has no span here. */
const MAX_JOBS = 10_000;

/**
 * Which trace a job's answers belong to. Nodes are told nothing of it, so that stock clients see what they know: the span
 * in which the job's last command went out is remembered here. Empty where nothing is traced.
 */
export class JobTraces {
  private readonly traces = new Map<string, Traceparent>();

  constructor(private readonly maxJobs = MAX_JOBS) {}

  /** `sent`: the span in which the command goes out; undefined where nobody traces the job. */
  follow(jobId: string, sent: Traceparent | undefined): void {
    if (sent === undefined) return;
    this.traces.delete(jobId);
    this.traces.set(jobId, sent);
    const [oldest] = this.traces.keys();
    if (oldest !== undefined && this.traces.size > this.maxJobs) this.traces.delete(oldest);
  }

  /** Spans of a batch of reports, to be ended with it: one for each traced job and kind of news, however many nodes. */
  heard(events: readonly NodeEvent[]): { end(): void }[] {
    if (this.traces.size === 0) return [];
    return [...this.counted(events).values()].flatMap(({ jobId, news, nodes }) => {
      const attributes = { 'push_jobs.job.id': jobId, 'push_jobs.nodes': nodes };
      return beginSpan(`heard ${news}`, { parent: this.traces.get(jobId), attributes }) ?? [];
    });
  }

  private counted(events: readonly NodeEvent[]): Map<string, { jobId: string; news: string; nodes: number }> {
    const counts = new Map<string, { jobId: string; news: string; nodes: number }>();
    for (const { jobId = '', news } of events) {
      if (!this.traces.has(jobId)) continue;
      const name = String(news).toLowerCase();
      const count = counts.get(`${jobId} ${name}`) ?? { jobId, news: name, nodes: 0 };
      count.nodes++;
      counts.set(`${jobId} ${name}`, count);
    }
    return counts;
  }
}
