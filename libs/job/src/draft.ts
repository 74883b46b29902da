import type { Counts, ReadonlyJob } from './job.ts';
import type { Effect, JobEvent, NodeChange, Step } from './outcome.ts';
import type { Saying } from './reaction.ts';
import { type Reason, words } from './reasons.ts';
import type { FinishedJobStatus, JobStatus, NodeStatus } from './statuses.ts';

/**
 * A step while it is being worked out: the job as it will be, laid over the job as it is, which stays untouched.
 * Opening one and changing a node cost the same for any number of nodes; only `nodesThat` goes through all of them.
 */
export class Draft {
  status: JobStatus;
  readonly counts: Counts;
  private readonly changes = new Map<string, NodeChange>();
  private readonly events: JobEvent[] = [];
  private readonly toRehab: string[] = [];
  private readonly toAbort: string[] = [];
  private readonly planned: Effect[] = [];

  constructor(private readonly job: ReadonlyJob) {
    this.status = job.status;
    this.counts = { ...job.counts };
  }

  statusOf(node: string): NodeStatus | undefined {
    return this.changes.get(node)?.status ?? this.job.nodes.get(node);
  }

  nodesThat(are: (status: NodeStatus) => boolean): string[] {
    const found: string[] = [];
    for (const [node, before] of this.job.nodes) {
      if (are(this.changes.get(node)?.status ?? before)) found.push(node);
    }
    return found;
  }

  /** Moves one of the job's nodes; a stranger is left alone. `own`: the node's own words. */
  move(node: string, to: NodeStatus, why?: Reason, own?: string): void {
    const from = this.statusOf(node);
    if (from === undefined) return;
    this.counts[from] -= 1;
    this.counts[to] += 1;
    const reason = words(why, own);
    this.changes.set(node, reason === undefined ? { node, status: to } : { node, status: to, reason });
  }

  /** Says things about a node, in order; a rehab that is said is also done. */
  say(node: string, sayings: readonly Saying[]): void {
    for (const saying of sayings) {
      this.events.push({ ...saying, node });
      if (saying.event === 'rehab') this.toRehab.push(node);
    }
  }

  publish(event: JobEvent): void {
    this.events.push(event);
  }

  abort(node: string): void {
    this.toAbort.push(node);
  }

  plan(...effects: readonly Effect[]): void {
    this.planned.push(...effects);
  }

  finish(status: FinishedJobStatus): void {
    this.status = status;
    this.publish({ event: 'job_complete', status });
    this.plan({ type: 'finished' });
  }

  step(): Step {
    const effects: Effect[] = [];
    if (this.toRehab.length > 0) effects.push({ type: 'rehab', nodes: this.toRehab });
    if (this.toAbort.length > 0) effects.push({ type: 'abort', nodes: this.toAbort });
    effects.push(...this.planned);
    const status = this.status === this.job.status ? {} : { status: this.status };
    return { ...status, nodes: [...this.changes.values()], events: this.events, effects };
  }
}
