import { Injectable } from '@nestjs/common';
import type { EventBatch__Output, NodeEvent__Output } from '@push-jobs/contracts';
import { Prisma } from '@push-jobs/db';
import { setTimeout as pause } from 'node:timers/promises';
import { Postgres } from '../connections/postgres.ts';
import { keyOf } from '../effects/routing.ts';
import { Events } from '../events.ts';
import type { Cursor } from '../machine/cursors.ts';
import type { Happening } from '../machine/fold.ts';
import { JobChanges } from '../machine/job-changes.ts';
import { happenings, type JobsOfNode } from './news.ts';
import { Outputs } from './outputs.ts';
import { Parts } from './parts.ts';

const ATTEMPTS = 3;
const PAUSE_MS = 100;

/** Takes in batches of node events, each in one transaction, each exactly once. */
@Injectable()
export class Reports {
  constructor(
    private readonly postgres: Postgres,
    private readonly parts: Parts,
    private readonly outputs: Outputs,
    private readonly changes: JobChanges,
    private readonly events: Events,
  ) {}

  /**
   * Returns once the batch is durable, or known to have been before.
   * @throws while Postgres or the output store is away; then nothing of the batch counts, unless it is sent again.
   */
  async take({ session, lane, number, events }: EventBatch__Output): Promise<void> {
    const startedMs = Date.now();
    const cursor = { session, lane, number };
    if (events.some(({ output }) => output !== null)) {
      if (await this.hasPassed(cursor)) return;
      await this.outputs.store(events);
    }
    await this.apply(happenings(events, await this.jobsOfNodes(events)), cursor);
    this.events.batchDone(events.length, startedMs);
  }

  /** The unfinished jobs of the nodes whose events name none. */
  private async jobsOfNodes(events: readonly NodeEvent__Output[]): Promise<JobsOfNode> {
    const nodes = events.filter(({ jobId }) => jobId === '').map(({ organization, node }) => ({ organization, node }));
    const jobs = new Map<string, string[]>();
    for (const { organization, node, jobId } of await this.parts.of(nodes)) {
      const key = keyOf(organization, node);
      const known = jobs.get(key);
      if (known === undefined) jobs.set(key, [jobId]);
      else known.push(jobId);
    }
    return (organization, node) => jobs.get(keyOf(organization, node)) ?? [];
  }

  /** The transaction decides; asking first spares a repeated batch the way to the output store. */
  private async hasPassed({ session, lane, number }: Cursor): Promise<boolean> {
    const passed = await this.postgres.query(Prisma.sql`
      select 1 from report_cursor where session = ${session} and lane = ${lane} and number >= ${number}::bigint`);
    return passed.length > 0;
  }

  private async apply(news: readonly Happening[], cursor: Cursor): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.changes.commit(news, cursor);
      } catch (error) {
        await this.postgres.ping();
        if (attempt === ATTEMPTS) return this.applyOneByOne(news, cursor);
        this.events.roundFailed('batch transaction', error);
        await pause(PAUSE_MS * attempt);
      }
    }
  }

  /** Postgres answers, and yet the batch fails: something is wrong with one of its jobs, which must not hold up the others. */
  private async applyOneByOne(news: readonly Happening[], cursor: Cursor): Promise<void> {
    for (const jobId of new Set(news.map((happening) => happening.jobId))) {
      const ofJob = news.filter((happening) => happening.jobId === jobId);
      try {
        await this.changes.commit(ofJob);
      } catch (error) {
        await this.postgres.ping();
        this.events.eventsDropped(jobId, ofJob.flatMap(nodeOf), error);
      }
    }
    await this.changes.commit([], cursor);
  }
}

const nodeOf = ({ input }: Happening): string[] => ('node' in input ? [input.node] : []);
