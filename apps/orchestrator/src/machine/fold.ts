import {
  advance,
  type Effect,
  type Input,
  isLive,
  type Job,
  type JobEvent,
  type JobStatus,
  type NodeChange,
  step,
} from '@push-jobs/job';

/** The node never got its job's last command. Nothing changes; the command goes out again. */
export interface Missed {
  readonly type: 'missed';
  readonly node: string;
}

export interface Happening {
  readonly jobId: string;
  readonly input: Input | Missed;
  /** Counts only if the job is this organization's. */
  readonly organization?: string;
  /** Counts only while the job still waits for the node. */
  readonly onlyLive?: boolean;
}

/** What a series of happenings made of one job. */
export interface JobChange {
  /** Where the job stands now, if that is somewhere new. */
  status?: JobStatus;
  /** The last word on each node that changed. */
  readonly nodes: Map<string, NodeChange>;
  readonly events: JobEvent[];
  readonly effects: Effect[];
  /** Nodes whose last command is to be sent again. */
  readonly missed: string[];
}

/** Takes a job through what happened to it, in order. Works on `job` in place; decides nothing itself. */
export function fold(job: Job, happenings: readonly Happening[]): JobChange {
  const change: JobChange = { nodes: new Map(), events: [], effects: [], missed: [] };
  for (const { input, onlyLive } of happenings) {
    if (onlyLive && 'node' in input && !waitsFor(job, input.node)) continue;
    if (input.type === 'missed') change.missed.push(input.node);
    else apply(job, input, change);
  }
  return change;
}

export function isEmpty(change: JobChange): boolean {
  return (
    change.status === undefined &&
    change.nodes.size === 0 &&
    change.events.length === 0 &&
    change.effects.length === 0 &&
    change.missed.length === 0
  );
}

function apply(job: Job, input: Input, change: JobChange): void {
  const made = step(job, input);
  advance(job, made);
  if (made.status !== undefined) change.status = made.status;
  for (const node of made.nodes) change.nodes.set(node.node, node);
  for (const event of made.events) change.events.push(event);
  change.effects.push(...made.effects);
}

function waitsFor(job: Job, node: string): boolean {
  const status = job.nodes.get(node);
  return status !== undefined && isLive(status);
}
