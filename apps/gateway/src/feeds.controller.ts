import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FeedProxy } from './feed-proxy.ts';
import { ROUTES } from './routes.ts';

/** For installations where no ingress sends these paths to the feed service, which authenticates by itself. */
@Controller()
export class FeedsController {
  constructor(private readonly proxy: FeedProxy) {}

  @Get(ROUTES.organizationFeed.path)
  organization(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.pass(request, reply);
  }

  @Get(ROUTES.jobFeed.path)
  job(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.pass(request, reply);
  }

  private async pass(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.proxy.pass(request.raw, reply.raw, request.id);
  }
}
