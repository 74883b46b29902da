import { Injectable } from '@nestjs/common';
import { Config } from '../config.ts';
import { Outbox } from '../effects/outbox.ts';
import { Performer } from '../effects/performer.ts';
import { Routing } from '../effects/routing.ts';
import { UnreachedNodes } from '../effects/unreached.ts';
import { Events } from '../events.ts';

const ROWS_AT_ONCE = 200;
/** After so many intervals the presence sweep has long called such a node down. */
const FORGET_AFTER_INTERVALS = 5;

/** Takes up work that somebody left lying, and commands whose nodes are back. */
@Injectable()
export class OutboxDrain {
  private readonly forgetAfterMs: number;

  constructor(
    config: Config,
    private readonly outbox: Outbox,
    private readonly performer: Performer,
    private readonly routing: Routing,
    private readonly unreached: UnreachedNodes,
    private readonly events: Events,
  ) {
    this.forgetAfterMs = FORGET_AFTER_INTERVALS * config.heartbeatIntervalMs;
  }

  async round(): Promise<void> {
    for (let rows = ROWS_AT_ONCE; rows === ROWS_AT_ONCE;) {
      const claimed = await this.outbox.claim(ROWS_AT_ONCE);
      this.performer.begin(claimed);
      rows = claimed.length;
    }
    this.events.outboxHolds(await this.outbox.depth());
    await this.resendToNodesThatAreBack();
  }

  private async resendToNodesThatAreBack(): Promise<void> {
    const waiting = this.unreached.allSince(Date.now() - this.forgetAfterMs);
    if (waiting.length === 0) return;
    const whereabouts = await this.routing.locate(waiting.map((entry) => ({ ...entry, nodes: [entry.node] })));
    const back = waiting.filter(({ organization, node }) => whereabouts.brokerOf(organization, node) !== undefined);
    await this.performer.resend(this.unreached.take(back));
  }
}
