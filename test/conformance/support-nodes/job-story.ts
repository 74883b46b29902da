import { eventually } from '@push-jobs/local';
import { inject } from 'vitest';
import type { Answer } from '../support-http/answer.ts';
import { EventStream } from '../support-http/event-stream.ts';
import type { Tenant } from '../support-http/tenant.ts';
import { ADMIN } from './presence.ts';
import type { StockNode } from './stock-node.ts';

export interface JobJson {
  readonly status: string;
  readonly nodes: Readonly<Record<string, readonly string[]>>;
  readonly updated_at: string;
}

/** A job and its feed, which is read from the first event on. */
export class JobStory implements Disposable {
  private constructor(
    readonly tenant: Tenant,
    readonly id: string,
    readonly feed: EventStream,
  ) {}

  /** Starts a job on these nodes; `nodes` may also hold names of nodes that nobody plays. */
  static async begins(
    tenant: Tenant,
    nodes: readonly (StockNode | string)[],
    more: Record<string, unknown> = {},
  ): Promise<JobStory> {
    const admin = tenant.as(ADMIN);
    const names = nodes.map((node) => (typeof node === 'string' ? node : node.name));
    for (const node of nodes) if (typeof node !== 'string') node.forgets();
    const id = await tenant.startJob(admin, { command: 'chef-client', nodes: names, ...more });
    const feed = await EventStream.open(inject('installation').origin, admin, tenant.path(`job_status_feed/${id}`));
    return new JobStory(tenant, id, feed);
  }

  /** Every event so far but the first, `start`: its name and its data as sent, less the time. */
  get lines(): string[] {
    return this.feed.events.slice(1).map(({ event, text }) => `${event} ${text.replace(/"timestamp":"[^"]+",?/, '')}`);
  }

  /** Waits until the feed has told this, in this order, from its beginning. */
  async tells(...lines: readonly string[]): Promise<void> {
    await this.feed.until(() => this.lines.length >= lines.length);
  }

  /** Everything, once the server has ended the feed. */
  async toEnd(): Promise<string[]> {
    await this.feed.toEnd();
    return this.lines;
  }

  /** The job as `GET /pushy/jobs/JOB` has it. */
  async job(): Promise<JobJson> {
    const { json } = await this.tenant.as(ADMIN).get(this.tenant.path(`jobs/${this.id}`));
    return json as JobJson; // the tests of section 3 check its keys
  }

  /** Waits until a node's status in the job is this. */
  async shows(node: StockNode, status: string): Promise<void> {
    await eventually(`${node.name} is ${status}`, async () => (await this.job()).nodes[status]?.includes(node.name));
  }

  output(node: { readonly name: string }, channel: 'stdout' | 'stderr'): Promise<Answer> {
    return this.tenant.as(ADMIN).get(this.tenant.path(`jobs/${this.id}/output/${node.name}/${channel}`));
  }

  [Symbol.dispose](): void {
    this.feed[Symbol.dispose]();
  }
}

/** Lines of a story. */
export const vote = ({ name }: StockNode, status: string): string =>
  `quorum_vote {"node":"${name}","status":"${status}"}`;
export const rehab = ({ name }: StockNode): string => `rehab {"node":"${name}"}`;
export const runStart = ({ name }: StockNode): string => `run_start {"node":"${name}"}`;
export const runComplete = ({ name }: StockNode, status: string): string =>
  `run_complete {"node":"${name}","status":"${status}"}`;
export const QUORUM = 'quorum_succeeded {}';
export const jobComplete = (status: string): string => `job_complete {"status":"${status}"}`;
