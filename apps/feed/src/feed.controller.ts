import { Controller, Get, Param, Req, Res, UseFilters } from '@nestjs/common';
import { Access, requireSignedHeaders } from '@push-jobs/access';
import { AppError, HttpErrors } from '@push-jobs/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from './config.ts';
import { Connections } from './connections.ts';
import { FeedStore } from './feed-store.ts';
import { acceptsEventStream } from './http.ts';
import { Playback } from './playback.ts';
import { SseConnection } from './sse-connection.ts';

const NO_BODY = Buffer.alloc(0);

/** Checks in the order of wire contract section 3: who asks, whether the job exists, what is accepted. */
@Controller('organizations/:organization/pushy/job_status_feed')
@UseFilters(HttpErrors)
export class FeedController {
  constructor(
    private readonly config: Config,
    private readonly access: Access,
    private readonly store: FeedStore,
    private readonly playback: Playback,
    private readonly connections: Connections,
  ) {}

  @Get()
  async organization(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('organization') organization: string,
  ): Promise<void> {
    this.connections.takePlace(reply.raw);
    await this.admit(request, organization);
    requireEventStream(request);
    const connection = this.connection(reply);
    await this.playback.organization({ kind: 'organization', name: organization }, connection, lastEventId(request));
    reply.hijack();
  }

  @Get(':job')
  async job(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('organization') organization: string,
    @Param('job') jobId: string,
  ): Promise<void> {
    this.connections.takePlace(reply.raw);
    await this.admit(request, organization);
    const job = await this.store.job(organization, jobId);
    if (job === undefined) throw new AppError('not_found', `job '${jobId}' does not exist`);
    requireEventStream(request);
    const connection = this.connection(reply);
    await this.playback.job(organization, { kind: 'job', name: jobId }, job, connection, lastEventId(request));
    reply.hijack();
  }

  /** @throws AppError as `libs/access` says */
  private async admit(request: FastifyRequest, organization: string): Promise<void> {
    const signed = requireSignedHeaders(request.headers, Date.now());
    const { method = 'GET', url = '/' } = request.raw;
    const caller = await this.access.authenticate({ method, path: url, body: NO_BODY }, signed, organization);
    await this.access.authorize(caller, { kind: 'read' });
  }

  private connection(reply: FastifyReply): SseConnection {
    return new SseConnection(reply.raw, this.config.connections, () => performance.now());
  }
}

function requireEventStream({ headers }: FastifyRequest): void {
  if (!acceptsEventStream(headers.accept)) throw new AppError('not_acceptable', 'a feed is text/event-stream');
}

/** An empty value counts as none. */
function lastEventId({ headers }: FastifyRequest): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}
