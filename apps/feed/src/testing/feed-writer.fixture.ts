import { channels, type FeedMessage } from '@push-jobs/bus';
import { type Database, transact } from '@push-jobs/db';
import { randomBytes } from 'node:crypto';

export type Events = readonly (readonly [event: string, data: string])[];

/** Writes feeds the way the orchestrator does: numbered under a row lock, published after commit by who wants to. */
export class FeedWriter {
  constructor(private readonly database: Database) {}

  /** A job without events; its id. */
  async job(organization: string): Promise<string> {
    const id = randomBytes(16).toString('hex');
    const now = new Date();
    await this.database.job.create({
      data: {
        ...{ id, organization, requestedBy: 'alice', status: 'running', command: 'true', runTimeoutMs: 1000n },
        ...{ quorum: 1, nodeCount: 1, createdAt: now, updatedAt: now },
      },
    });
    return id;
  }

  async append(jobId: string, events: Events): Promise<{ channel: string; message: FeedMessage }> {
    const first = await transact(this.database, async (tx) => {
      const { lastEvent } = await tx.job.update({
        where: { id: jobId },
        data: { lastEvent: { increment: events.length } },
      });
      const before = lastEvent - events.length;
      await tx.jobEvent.createMany({
        data: events.map(([event, data], i) => ({ jobId, number: before + 1 + i, event, data })),
      });
      return before + 1;
    });
    return { channel: channels.jobFeed(jobId), message: { first, events } };
  }

  async finish(jobId: string, endedAt: Date): Promise<void> {
    await this.database.job.update({ where: { id: jobId }, data: { status: 'complete', endedAt } });
  }

  /** `ageMs`: how long ago these events happened. */
  async appendToOrganization(organization: string, events: Events, ageMs = 0) {
    const at = new Date(Date.now() - ageMs);
    const first = await transact(this.database, async (tx) => {
      const { lastEvent } = await tx.organizationFeed.upsert({
        where: { organization },
        create: { organization, lastEvent: events.length },
        update: { lastEvent: { increment: events.length } },
      });
      const before = Number(lastEvent) - events.length;
      await tx.organizationEvent.createMany({
        data: events.map(([event, data], i) => ({ organization, number: before + 1 + i, event, data, at })),
      });
      return before + 1;
    });
    const message: FeedMessage = { first, events };
    return { channel: channels.organizationFeed(organization), message };
  }
}
