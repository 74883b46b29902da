import { Injectable } from '@nestjs/common';
import { Prisma } from '@push-jobs/db';
import { Config } from '../config.ts';
import { Postgres } from '../connections/postgres.ts';
import { BrokerLinks } from '../effects/broker-links.ts';
import { keyOf, Routing } from '../effects/routing.ts';
import { Events } from '../events.ts';
import { portions, type SizedJob } from '../jobs/portion.ts';
import type { Happening } from '../machine/fold.ts';
import { JobChanges } from '../machine/job-changes.ts';
import { Absences } from './absences.ts';

/** A live node of an unfinished job. */
interface Expected {
  readonly organization: string;
  readonly node: string;
  readonly jobId: string;
}

/** A job may have more; then it is read alone. */
const NODES_AT_ONCE = 20_000;
/** So many heartbeat intervals a dead broker's nodes have to come back at another one (promise 5). */
const INTERVALS = 3;

/** Brokers report nodes that go down. This finds those whose broker went down itself, and could not. */
@Injectable()
export class PresenceSweep {
  private readonly absences: Absences;

  constructor(
    config: Config,
    private readonly postgres: Postgres,
    private readonly routing: Routing,
    private readonly links: BrokerLinks,
    private readonly changes: JobChanges,
    private readonly events: Events,
  ) {
    this.absences = new Absences(INTERVALS * config.heartbeatIntervalMs);
  }

  /** Costs a query and a look-up in Redis for each portion of the unfinished jobs. */
  async round(): Promise<void> {
    const missing: Expected[] = [];
    this.links.keepOnly((await this.locate([])).liveSessions);
    for (const jobs of portions(await this.unfinished(), NODES_AT_ONCE)) {
      const expected = await this.expected(jobs.map(({ id }) => id));
      const whereabouts = await this.locate(expected);
      missing.push(...expected.filter(({ organization, node }) => !whereabouts.brokerOf(organization, node)));
    }
    const gone = new Set(this.absences.observe([...new Set(missing.map(keyOfExpected))], Date.now()));
    await this.reportDown(missing.filter((node) => gone.has(keyOfExpected(node))));
  }

  private async locate(expected: readonly Expected[]): ReturnType<Routing['locate']> {
    try {
      const asked = expected.map(({ organization, node }) => ({ organization, nodes: [node] }));
      const whereabouts = await this.routing.locate(asked);
      // While no broker is there at all, nodes have nowhere to come back to: their time starts with the next one.
      if (whereabouts.noBroker) this.absences.forget();
      return whereabouts;
    } catch (error) {
      this.absences.forget();
      throw error;
    }
  }

  private async reportDown(gone: readonly Expected[]): Promise<void> {
    if (gone.length === 0) return;
    for (const organization of new Set(gone.map((node) => node.organization))) {
      const nodes = gone.filter((node) => node.organization === organization).map(({ node }) => node);
      this.events.nodesGone(organization, [...new Set(nodes)]);
    }
    const news = gone.map(({ node, jobId }): Happening => ({
      jobId,
      input: { type: 'news', node, news: 'down' },
      onlyLive: true,
    }));
    await this.changes.commit(news);
  }

  private unfinished(): Promise<SizedJob[]> {
    return this.postgres.query<SizedJob>(Prisma.sql`
      select id, node_count as nodes from job where status in ('voting', 'running') order by id`);
  }

  private expected(jobIds: readonly string[]): Promise<Expected[]> {
    return this.postgres.query<Expected>(Prisma.sql`
      select job.organization, n.node, job.id as "jobId"
        from job
        join job_node n on n.job_id = job.id
       where job.id = any(${jobIds}::text[]) and n.status in ('new', 'ready', 'running')`);
  }
}

const keyOfExpected = ({ organization, node }: Expected): string => keyOf(organization, node);
