import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Access, BuiltInDirectory, Directory } from '@push-jobs/access';
import { Operations } from '@push-jobs/platform';
import { ApiErrors } from './api-errors.ts';
import { Backends } from './backends.ts';
import type { Config } from './config.ts';
import { Events } from './events.ts';
import { FeedProxy } from './feed-proxy.ts';
import { FeedsController } from './feeds.controller.ts';
import { Gate } from './gate.ts';
import { JobStore } from './job-store.ts';
import { JobsController } from './jobs.controller.ts';
import { NodeConfigurationController } from './node-configuration.controller.ts';
import { NodeStatesController } from './node-states.controller.ts';
import { OutputsController } from './outputs.controller.ts';
import { StatusController } from './status.controller.ts';

@Module({})
export class GatewayModule {
  static with(config: Config, operations: Operations): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [
        StatusController,
        NodeConfigurationController,
        JobsController,
        OutputsController,
        NodeStatesController,
        FeedsController,
      ],
      providers: [
        Access,
        Gate,
        JobStore,
        { provide: APP_FILTER, useClass: ApiErrors },
        { provide: Directory, useFactory: () => BuiltInDirectory.at(config.orchestratorAddress) },
        { provide: Backends, useFactory: () => new Backends(config) },
        { provide: FeedProxy, useFactory: () => new FeedProxy(config.feedUrl) },
        { provide: Events, useFactory: () => new Events(operations.metrics) },
      ],
    };
  }
}
