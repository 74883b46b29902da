import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Access, Directory, openDirectory } from '@push-jobs/access';
import { Operations } from '@push-jobs/platform';
import { ApiErrors } from './api-errors.ts';
import { Backends } from './backends.ts';
import { BodyRoom } from './body-room.ts';
import { chefApi } from './chef-api/chef-api.ts';
import { Standing } from './chef-api/standing.ts';
import type { Config } from './config.ts';
import { Events } from './events.ts';
import { FeedsController } from './feeds.controller.ts';
import { Gate } from './gate.ts';
import { JobStore } from './job-store.ts';
import { JobsController } from './jobs.controller.ts';
import { CurveKeyRule } from './node-configuration-curve-key.ts';
import { NodeConfigurationController } from './node-configuration.controller.ts';
import { NodeStatesController } from './node-states.controller.ts';
import { ApiDescription } from './openapi/api-description.ts';
import { OpenApiController } from './openapi/openapi.controller.ts';
import { OutputsController } from './outputs.controller.ts';
import { ChefProxy, type ChefProxySettings } from './proxy/chef-proxy.ts';
import { FeedProxy } from './proxy/feed-proxy.ts';
import { RateLimits } from './rate-limits.ts';
import { StatusController } from './status.controller.ts';

@Module({})
export class GatewayModule {
  static with(config: Config, operations: Operations): DynamicModule {
    const { allowUnencryptedNodes, chefProxy, directory, feedUrl, orchestratorAddress, rateLimits } = config;
    const room = new BodyRoom(config.maxBodyBytesHeld);
    const events = new Events(operations.metrics);
    events.measure(() => room.bytes);
    return {
      module: GatewayModule,
      controllers: [
        StatusController,
        OpenApiController,
        NodeConfigurationController,
        JobsController,
        OutputsController,
        NodeStatesController,
        FeedsController,
        ...chefApi(config).controllers,
      ],
      providers: [
        Access,
        Gate,
        JobStore,
        Standing,
        ...chefApi(config).providers,
        { provide: APP_FILTER, useClass: ApiErrors },
        { provide: ApiDescription, useFactory: () => new ApiDescription({ directory: directory.kind }) },
        { provide: Directory, useFactory: () => openDirectory(directory, orchestratorAddress, operations.metrics) },
        { provide: CurveKeyRule, useFactory: () => new CurveKeyRule(allowUnencryptedNodes) },
        { provide: BodyRoom, useValue: room },
        { provide: RateLimits, useFactory: () => new RateLimits(rateLimits) },
        { provide: Backends, useFactory: () => new Backends(config) },
        { provide: FeedProxy, inject: [Events], useFactory: (events: Events) => new FeedProxy(feedUrl, events) },
        ...(chefProxy === undefined ? [] : [chefProxyProvider(chefProxy)]),
        { provide: Events, useValue: events },
      ],
    };
  }
}

const chefProxyProvider = (settings: ChefProxySettings): Provider => ({
  provide: ChefProxy,
  inject: [Events],
  useFactory: (events: Events) => new ChefProxy(settings, events),
});
