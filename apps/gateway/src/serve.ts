import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { boundConnections, JsonLogger, Operations } from '@push-jobs/platform';
import { chefApi } from './chef-api/chef-api.ts';
import type { Config } from './config.ts';
import { Events } from './events.ts';
import { Gate } from './gate.ts';
import { GatewayModule } from './gateway.module.ts';
import { fastifyAdapter, guard } from './http-server.ts';
import { ChefProxy } from './proxy/chef-proxy.ts';
import { ROUTES } from './routes.ts';

/** Starts the gateway: the API first, then the port that tells others it is there. */
export async function serve(config: Config): Promise<{ app: NestFastifyApplication; operations: Operations }> {
  const operations = new Operations('gateway');
  const app = await NestFactory.create<NestFastifyApplication>(
    GatewayModule.with(config, operations),
    fastifyAdapter(config),
    { logger: new JsonLogger('gateway', config.logLevel), bodyParser: false },
  );
  const chef = config.chefProxy && app.get(ChefProxy);
  const routes = [...Object.values(ROUTES), ...chefApi(config).routes];
  const http = app.getHttpAdapter().getInstance();
  guard(http, routes, app.get(Gate), app.get(Events), chef);
  boundConnections(http.server, config.maxConnections, operations.metrics);
  await app.listen(config.port, config.listenHost);
  await operations.listen(config.listenHost, config.operationsPort);
  return { app, operations };
}
