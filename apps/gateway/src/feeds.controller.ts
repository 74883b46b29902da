import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FeedProxy } from './proxy/feed-proxy.ts';
import { ROUTES } from './routes.ts';

/** For installations where no ingress sends these paths to the feed service, which authenticates by itself. */
@Controller()
export class FeedsController {
  constructor(private readonly proxy: FeedProxy) {}

  @Get(ROUTES.organizationFeed.path)
  organization(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.proxy.pass(request, reply);
  }

  @Get(ROUTES.jobFeed.path)
  job(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.proxy.pass(request, reply);
  }
}
