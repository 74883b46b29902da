import type { BeforeApplicationShutdown } from '@nestjs/common';
import { AppError } from '@push-jobs/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Events } from '../events.ts';
import { passedOn } from './headers.ts';
import { NotPassed } from './not-passed.ts';
import { Upstream } from './upstream.ts';

/** A feed may be silent for as long as its service likes. */
const PATIENCE = { connectMs: 5_000, answerMs: 30_000, idleMs: 0 };

/** What a replica that stops takes to be no longer among those that are asked. */
const REPEAT_MS = 3_000;

/** Passes requests for feeds on to the feed service. */
export class FeedProxy implements BeforeApplicationShutdown {
  private readonly upstream: Upstream;
  private stopping = false;

  constructor(
    feed: URL,
    private readonly events: Events,
  ) {
    // A connection for each feed: none is ever idle, so none can go stale.
    this.upstream = new Upstream({ url: feed, maxConnections: 0, repeatMs: REPEAT_MS, ...PATIENCE });
  }

  /** @throws AppError `unavailable` when the feed service is away, before anything was answered. */
  async pass(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const hop = { peer: request.raw.socket.remoteAddress, requestId: request.id, framing: 'none' } as const;
    const headers = passedOn(request.headers, hop); // a body of a GET means nothing, and stays here
    const passage = { headers, maxBodyBytes: undefined };
    reply.raw.setHeader('X-Request-Id', request.id);
    try {
      await this.events.proxying('feed', () => this.upstream.pass(request.raw, reply.raw, passage));
    } catch (cause) {
      if (!(cause instanceof NotPassed)) throw cause;
      if (this.stopping) return void reply.raw.destroy(); // like those that had begun: the client comes back elsewhere
      throw new AppError('unavailable', 'the feed service is not reachable at the moment; try again', { cause });
    }
  }

  /** A feed does not end by itself, and would keep the server from stopping. */
  beforeApplicationShutdown(): void {
    this.stopping = true;
    this.upstream.cut();
  }
}
