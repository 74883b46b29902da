import { type DynamicModule, Module } from '@nestjs/common';
import { Access, Directory, openDirectory } from '@push-jobs/access';
import { openDatabase } from '@push-jobs/db';
import { Operations } from '@push-jobs/platform';
import { Config } from './config.ts';
import { Connections } from './connections.ts';
import { Events } from './events.ts';
import { FeedController } from './feed.controller.ts';
import { FeedSources } from './feed-sources.ts';
import { FeedStore } from './feed-store.ts';
import { Jobs } from './jobs.ts';
import { Pages } from './pages.ts';
import { Playback } from './playback.ts';

@Module({})
export class FeedModule {
  static with(config: Config, operations: Operations): DynamicModule {
    const store = new FeedStore(openDatabase({ url: config.databaseUrl }));
    // Redis is not required: without it the poll brings the events, within a second.
    operations.requires('postgres', () => store.ping());
    const events = new Events(operations.metrics);
    const pages = new Pages(store);
    const sources = new FeedSources(config, store, pages, events);
    const connections = new Connections(events, {
      drainMs: config.drainMs,
      maxWatchers: config.maxWatchers,
      random: Math.random,
    });
    const jobs = new Jobs(config.orchestratorAddress);
    const directory = openDirectory(config.directory, config.orchestratorAddress, operations.metrics);
    const playback = new Playback(config, store, jobs, sources, pages, connections, events);
    return {
      module: FeedModule,
      controllers: [FeedController],
      providers: [
        { provide: Config, useValue: config },
        { provide: FeedStore, useValue: store },
        { provide: FeedSources, useValue: sources },
        { provide: Connections, useValue: connections },
        { provide: Jobs, useValue: jobs },
        { provide: Playback, useValue: playback },
        { provide: Directory, useValue: directory },
        Access,
      ],
    };
  }
}
