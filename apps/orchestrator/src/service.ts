import type { INestMicroservice, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { PROTO_OPTIONS, PROTO_PACKAGE, protoFiles, SERVER_OPTIONS } from '@push-jobs/contracts';
import { migrate } from '@push-jobs/db';
import { GrpcErrors, type Operations, traceCalls } from '@push-jobs/platform';
import type { Config } from './config.ts';
import { Postgres } from './connections/postgres.ts';
import { PatientGrpcServer } from './grpc-server.ts';
import { ReportStreams } from './node-events/report-streams.ts';
import { OrchestratorModule } from './orchestrator.module.ts';

/** Starts the whole service, listening. */
export async function startOrchestrator(
  config: Config,
  operations: Operations,
  logger: LoggerService | false,
): Promise<INestMicroservice> {
  if (config.migrate) await migrate(config.databaseUrl);
  const strategy: PatientGrpcServer = new PatientGrpcServer(
    {
      package: PROTO_PACKAGE,
      protoPath: protoFiles(['Jobs', 'NodeEvents', 'Directory', 'DirectoryAdmin', 'NodeObjects']),
      loader: PROTO_OPTIONS,
      url: config.grpcUrl,
      channelOptions: SERVER_OPTIONS,
    },
    () => app.get(ReportStreams).end(),
  );
  const app: INestMicroservice = await NestFactory.createMicroservice<MicroserviceOptions>(
    OrchestratorModule.with(config, operations),
    {
      strategy,
      logger,
    },
  );
  traceCalls(app);
  app.useGlobalFilters(new GrpcErrors());
  // Redis is no condition: while it is away jobs are accepted and stored, and started once it is back.
  operations.requires('postgres', () => app.get(Postgres).ping());
  await app.listen();
  return app;
}
