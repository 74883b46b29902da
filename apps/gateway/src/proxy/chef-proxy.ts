import type { OnApplicationShutdown } from '@nestjs/common';
import { AppError, type Kind } from '@push-jobs/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Events } from '../events.ts';
import { isOurs } from '../routes.ts';
import { framingOf, hasBeenHere, passedOn } from './headers.ts';
import { NotPassed, type Obstacle } from './not-passed.ts';
import { type Ending, type Passage, Upstream, type UpstreamSettings } from './upstream.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on requests that are passed on to the Chef Infra Server. */
    passedOn?: boolean;
  }
}

export interface ChefProxySettings extends Omit<UpstreamSettings, 'maxConnections' | 'repeatMs'> {
  readonly maxBodyBytes: number;
  /** Whose name the server finds in `Host`: the one the caller used, or its own. */
  readonly host: 'caller' | 'server';
}

const MAX_CONNECTIONS = 256;

const KIND_OF = {
  away: 'upstream',
  late: 'timed_out',
  too_large: 'too_large',
  ambiguous: 'invalid',
  loop: 'upstream',
} as const satisfies Record<Obstacle, Kind>;

/** Passes on to the Chef Infra Server what is none of Push Jobs' business (wire contract section 3, last sentence). */
export class ChefProxy implements OnApplicationShutdown {
  private readonly upstream: Upstream;

  constructor(
    private readonly settings: ChefProxySettings,
    private readonly events: Events,
  ) {
    this.upstream = new Upstream({ ...settings, maxConnections: MAX_CONNECTIONS, repeatMs: 0 });
  }

  /** Whether a request is for the Chef Infra Server: no route of ours knows its path, and its path is not ours. */
  serves({ routeOptions, originalUrl }: FastifyRequest): boolean {
    return routeOptions.url === undefined && originalUrl.startsWith('/') && !isOurs(originalUrl);
  }

  /** @throws AppError where the server did not answer, or the request must not be passed on. */
  async pass(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    request.passedOn = true;
    reply.raw.setHeader('X-Request-Id', request.id);
    try {
      await this.events.proxying('chef', async () => this.passRaw(request, reply));
      reply.hijack();
    } catch (error) {
      throw error instanceof NotPassed ? this.explained(error) : error;
    }
  }

  onApplicationShutdown(): void {
    this.upstream.close();
  }

  private passRaw(request: FastifyRequest, reply: FastifyReply): Promise<Ending> {
    return this.upstream.pass(request.raw, reply.raw, this.passage(request));
  }

  /** @throws NotPassed for a request that is refused as it stands. */
  private passage({ headers, id, raw }: FastifyRequest): Passage {
    const { host, maxBodyBytes } = this.settings;
    const framing = framingOf(headers);
    if (framing === undefined) throw new NotPassed('ambiguous', 'the end of the body is not certain');
    if (Number(headers['content-length'] ?? 0) > maxBodyBytes)
      throw new NotPassed('too_large', 'the body is announced');
    if (hasBeenHere(headers)) throw new NotPassed('loop', 'the request came back');
    const { host: callers, ...others } = passedOn(headers, { peer: raw.socket.remoteAddress, requestId: id, framing });
    const withHost = host === 'server' || callers === undefined ? others : { ...others, host: callers };
    return { headers: withHost, maxBodyBytes: framing === 'none' ? undefined : maxBodyBytes };
  }

  private explained(cause: NotPassed): AppError {
    return new AppError(KIND_OF[cause.why], this.sentence(cause.why), { asList: true, cause });
  }

  private sentence(why: Obstacle): string {
    const { url, maxBodyBytes } = this.settings;
    switch (why) {
      case 'away':
        return `Failed to connect to ${url.origin}`;
      case 'late':
        return `No answer from ${url.origin} in time`;
      case 'too_large':
        return `A body must be no more than ${maxBodyBytes} bytes.`;
      case 'ambiguous':
        return 'Content-Length and Transfer-Encoding must not contradict each other';
      case 'loop':
        return `${url.origin} leads back here`;
    }
  }
}
