import type { FeedEvent } from './feed.ts';

/** How a node's part of a job went, as far as the feed told. */
export interface NodeNews {
  readonly node: string;
  readonly status: string;
  /** In a person's words, where there is more to say than the status says. */
  readonly note?: string;
  readonly isBad: boolean;
}

export interface Summary {
  readonly phase: 'voting' | 'running' | 'ended';
  readonly status: string;
  readonly nodeCount: number;
  /** Nodes per status; those not heard of yet are `new`. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What the words of a vote mean for the node (wire contract section 7). */
const VOTES: Readonly<Record<string, Omit<NodeNews, 'node'>>> = {
  success: { status: 'ready', isBad: false },
  failure: { status: 'nacked', note: 'refused', isBad: true },
  down: { status: 'unavailable', note: 'not online', isBad: true },
  voting_timeout: { status: 'unavailable', note: 'did not answer in time', isBad: true },
  lost_availibility: { status: 'unavailable', note: 'took its word back', isBad: true },
  client_died_while_voting: { status: 'unavailable', note: 'died while voting', isBad: true },
};

/** What the words of a run's end mean for the node. */
const ENDS: Readonly<Record<string, Omit<NodeNews, 'node'>>> = {
  success: { status: 'succeeded', isBad: false },
  failure: { status: 'failed', isBad: true },
  crashed: { status: 'crashed', note: 'was lost', isBad: true },
  run_nacked: { status: 'failed', note: 'refused to run', isBad: true },
  run_nacked_while_running: { status: 'failed', note: 'refused to run', isBad: true },
  client_died_while_running: { status: 'crashed', note: 'died', isBad: true },
  aborted: { status: 'aborted', note: 'cancelled', isBad: true },
  timed_out: { status: 'timed_out', note: 'ran out of time', isBad: true },
};

/** What an event says of a node; undefined where it says nothing of one, or nothing new. */
export function nodeNews({ name, data }: FeedEvent): NodeNews | undefined {
  const node = data['node'];
  if (typeof node !== 'string') return undefined;
  const status = String(data['status']);
  if (name === 'run_start') return { node, status: 'running', isBad: false };
  const words = name === 'quorum_vote' ? VOTES[status] : name === 'run_complete' ? ENDS[status] : undefined;
  return words === undefined ? undefined : { node, ...words };
}

/** Counts a job's nodes by status, event by event, in constant time for each. */
export class Progress {
  private readonly statuses = new Map<string, string>();
  private readonly counts = new Map<string, number>();
  private phase: Summary['phase'] = 'voting';
  private status = 'voting';
  private nodeCount = 0;

  take(event: FeedEvent): void {
    if (event.name === 'start') this.begin(Number(event.data['node_count']));
    else if (event.name === 'quorum_succeeded') this.phase = 'running';
    else if (event.name === 'job_complete') this.end(String(event.data['status']));
    const news = nodeNews(event);
    if (news !== undefined) this.move(news.node, news.status);
  }

  get summary(): Summary {
    const { phase, status, nodeCount } = this;
    return { phase, status, nodeCount, counts: Object.fromEntries([...this.counts].filter(([, count]) => count > 0)) };
  }

  private begin(nodeCount: number): void {
    this.nodeCount = nodeCount;
    this.counts.set('new', nodeCount);
  }

  private end(status: string): void {
    this.phase = 'ended';
    this.status = status;
  }

  private move(node: string, to: string): void {
    this.add(this.statuses.get(node) ?? 'new', -1);
    this.statuses.set(node, to);
    this.add(to, 1);
  }

  private add(status: string, change: number): void {
    this.counts.set(status, (this.counts.get(status) ?? 0) + change);
  }
}
