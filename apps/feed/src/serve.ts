import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { boundConnections, JsonLogger, Operations, traceRequests } from '@push-jobs/platform';
import type { Config } from './config.ts';
import { FeedModule } from './feed.module.ts';
import { FASTIFY_OPTIONS, nameJsonPlainly, refuseOtherMethods } from './http.ts';

/** Starts the service: HTTP first, then the port that tells others it is there. */
export async function serve(config: Config): Promise<{ app: NestFastifyApplication; operations: Operations }> {
  const { LOG_LEVEL, LISTEN_HOST, OPERATIONS_PORT } = config.service;
  const operations = new Operations('feed');
  const adapter = new FastifyAdapter(FASTIFY_OPTIONS);
  traceRequests(adapter.getInstance());
  boundConnections(adapter.getInstance().server, config.maxConnections, operations.metrics);
  nameJsonPlainly(adapter);
  refuseOtherMethods(adapter);
  const logger = new JsonLogger('feed', LOG_LEVEL);
  const app = await NestFactory.create<NestFastifyApplication>(FeedModule.with(config, operations), adapter, {
    logger,
  });
  try {
    await app.listen(config.port, LISTEN_HOST);
    await operations.listen(LISTEN_HOST, OPERATIONS_PORT);
  } catch (error) {
    await app.close();
    throw error;
  }
  return { app, operations };
}
