import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type MicroserviceOptions, Transport } from '@nestjs/microservices';
import { PROTO_OPTIONS, PROTO_PACKAGE, protoFiles, SERVER_OPTIONS } from '@push-jobs/contracts';
import { JsonLogger, Operations, traceCalls } from '@push-jobs/platform';
import type { Config } from './config.ts';
import { OutputModule } from './output.module.ts';

/** Starts the service: gRPC first, then the port that tells others it is there. */
export async function serve(config: Config): Promise<{ app: INestApplicationContext; operations: Operations }> {
  const operations = new Operations('output');
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(OutputModule.with(config, operations), {
    logger: new JsonLogger('output', config.logLevel),
    transport: Transport.GRPC,
    options: {
      package: PROTO_PACKAGE,
      protoPath: protoFiles(['Outputs']),
      loader: PROTO_OPTIONS,
      url: `${config.listenHost}:${config.grpcPort}`,
      channelOptions: SERVER_OPTIONS,
      gracefulShutdown: true,
    },
  });
  traceCalls(app);
  try {
    await app.listen();
    await operations.listen(config.listenHost, config.operationsPort);
  } catch (error) {
    await app.close();
    throw error;
  }
  return { app, operations };
}
