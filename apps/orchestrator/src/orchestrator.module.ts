import { type DynamicModule, Module } from '@nestjs/common';
import { Operations } from '@push-jobs/platform';
import { Config } from './config.ts';
import { Postgres } from './connections/postgres.ts';
import { RedisConnection } from './connections/redis.ts';
import { DeadlineQueue } from './deadlines/deadline-queue.ts';
import { Expiry } from './deadlines/expiry.ts';
import { DirectoryAdminController } from './directory/directory-admin.controller.ts';
import { DirectoryController } from './directory/directory.controller.ts';
import { Groups } from './directory/groups.ts';
import { NodeObjectsController } from './directory/node-objects.controller.ts';
import { NodeObjects } from './directory/node-objects.ts';
import { NodeSearch } from './directory/node-search.ts';
import { Organizations } from './directory/organizations.ts';
import { PrincipalKeys } from './directory/principal-keys.ts';
import { Principals } from './directory/principals.ts';
import { ReadDirectory } from './directory/read.ts';
import { BrokerLinks } from './effects/broker-links.ts';
import { Deliveries } from './effects/deliveries.ts';
import { Orders } from './effects/orders.ts';
import { Outbox } from './effects/outbox.ts';
import { Performer } from './effects/performer.ts';
import { Publisher } from './effects/publisher.ts';
import { Routing } from './effects/routing.ts';
import { Starts } from './effects/starts.ts';
import { UnreachedNodes } from './effects/unreached.ts';
import { Events } from './events.ts';
import { CreateJobs } from './jobs/create.ts';
import { JobsController } from './jobs/jobs.controller.ts';
import { ReadJobs } from './jobs/read.ts';
import { JobChanges } from './machine/job-changes.ts';
import { Duties } from './node-events/duties.ts';
import { NodeEventsController } from './node-events/node-events.controller.ts';
import { Outputs } from './node-events/outputs.ts';
import { Parts } from './node-events/parts.ts';
import { ReportStreams } from './node-events/report-streams.ts';
import { Reports } from './node-events/reports.ts';
import { Maintenance } from './sweeps/maintenance.ts';
import { Retention } from './retention/retention.ts';
import { OutboxDrain } from './sweeps/outbox-drain.ts';
import { OverdueSweep } from './sweeps/overdue.ts';
import { PresenceSweep } from './sweeps/presence-sweep.ts';
import { Sweeps } from './sweeps/sweeps.ts';

const DIRECTORY = [Groups, NodeObjects, NodeSearch, Organizations, PrincipalKeys, Principals, ReadDirectory];
const JOBS = [CreateJobs, ReadJobs, JobChanges];
const EFFECTS = [BrokerLinks, Deliveries, Orders, Outbox, Performer, Publisher, Routing, Starts, UnreachedNodes];
const NODE_EVENTS = [Duties, Outputs, Parts, Reports, ReportStreams];
const BY_THE_CLOCK = [DeadlineQueue, Expiry, Maintenance, OutboxDrain, OverdueSweep, PresenceSweep, Retention, Sweeps];

@Module({
  controllers: [
    JobsController,
    NodeEventsController,
    DirectoryController,
    DirectoryAdminController,
    NodeObjectsController,
  ],
  providers: [Postgres, RedisConnection, Events, ...DIRECTORY, ...JOBS, ...EFFECTS, ...NODE_EVENTS, ...BY_THE_CLOCK],
})
export class OrchestratorModule {
  static with(config: Config, operations: Operations): DynamicModule {
    return {
      module: OrchestratorModule,
      providers: [
        { provide: Config, useValue: config },
        { provide: Operations, useValue: operations },
      ],
    };
  }
}
