import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { BrokerAddress } from '@push-jobs/bus';
import { BrokerLink } from './broker-link.ts';

/** One link per live broker process. */
@Injectable()
export class BrokerLinks implements OnApplicationShutdown {
  private readonly links = new Map<string, BrokerLink>();

  to({ session, address }: BrokerAddress): BrokerLink {
    const known = this.links.get(session);
    if (known !== undefined) return known;
    const link = new BrokerLink(address);
    this.links.set(session, link);
    return link;
  }

  /** Lets go of brokers that are gone. */
  keepOnly(sessions: ReadonlySet<string>): void {
    for (const [session, link] of this.links) {
      if (sessions.has(session)) continue;
      this.links.delete(session);
      link.close();
    }
  }

  onApplicationShutdown(): void {
    this.keepOnly(new Set());
  }
}
