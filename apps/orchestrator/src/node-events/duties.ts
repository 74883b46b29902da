import { Injectable } from '@nestjs/common';
import type { NodeDuty, NodeName__Output } from '@push-jobs/contracts';
import { Prisma } from '@push-jobs/db';
import { isLive } from '@push-jobs/job';
import { Config } from '../config.ts';
import { Postgres } from '../connections/postgres.ts';
import { Parts } from './parts.ts';

/** What brokers ask about jobs. */
@Injectable()
export class Duties {
  constructor(
    private readonly parts: Parts,
    private readonly postgres: Postgres,
    private readonly config: Config,
  ) {}

  /** Jobs that have begun and still wait for one of these nodes. */
  async of(nodes: readonly NodeName__Output[]): Promise<NodeDuty[]> {
    const parts = await this.parts.of(nodes);
    return parts.filter(({ jobStatus, nodeStatus }) => jobStatus !== 'new' && isLive(nodeStatus));
  }

  /** Those of the jobs that are unfinished, or ended so recently that late messages are ignored (wire contract section 7). */
  async open(jobIds: readonly string[], organization?: string): Promise<string[]> {
    const endedAfter = new Date(Date.now() - this.config.finishedGraceMs);
    const within = organization === undefined ? Prisma.empty : Prisma.sql`and organization = ${organization}`;
    const rows = await this.postgres.query<{ id: string }>(Prisma.sql`
      select id from job
       where id = any(${[...jobIds]}::text[]) and (ended_at is null or ended_at > ${endedAfter}) ${within}`);
    return rows.map(({ id }) => id);
  }
}
