import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../config.ts';
import { Outbox } from '../effects/outbox.ts';
import { Events } from '../events.ts';
import { Retention } from '../retention/retention.ts';
import { Maintenance } from './maintenance.ts';
import { OutboxDrain } from './outbox-drain.ts';
import { OverdueSweep } from './overdue.ts';
import { PresenceSweep } from './presence-sweep.ts';
import { rounds } from './rounds.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Everything that runs by the clock. Each replica runs all of it; what one does, the others find done. */
@Injectable()
export class Sweeps implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly drain: OutboxDrain,
    private readonly overdue: OverdueSweep,
    private readonly presence: PresenceSweep,
    private readonly maintenance: Maintenance,
    private readonly retention: Retention,
    private readonly outbox: Outbox,
    private readonly events: Events,
  ) {}

  onApplicationBootstrap(): void {
    this.running = Promise.all([
      this.every(SECOND, 'draining the outbox', () => this.drain.round()),
      this.every(5 * SECOND, 'looking after deadlines', () => this.overdue.round()),
      this.every(MINUTE, 'looking for forgotten starts', () => this.overdue.startForgotten()),
      this.every(this.config.heartbeatIntervalMs, 'looking for lost nodes', () => this.presence.round()),
      this.every(60 * MINUTE, 'making partitions', () => this.maintenance.ensurePartitions()),
      this.every(10 * SECOND, 'removing old rows', () => this.maintenance.removeOld()),
      this.every(10 * MINUTE, 'expiring jobs', () => this.retention.round(Date.now(), this.stopping.signal)),
    ]);
  }

  /** Ends the rounds and what the outbox has begun, before connections close. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.outbox.settled();
  }

  private every(ms: number, what: string, work: () => Promise<void>): Promise<void> {
    return rounds(ms, this.stopping.signal, work, (error) => this.events.roundFailed(what, error));
  }
}
