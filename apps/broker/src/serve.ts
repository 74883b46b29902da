import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type MicroserviceOptions, Transport } from '@nestjs/microservices';
import { PROTO_OPTIONS, PROTO_PACKAGE, protoFiles, SERVER_OPTIONS } from '@push-jobs/contracts';
import { JsonLogger, Operations, traceCalls } from '@push-jobs/platform';
import { BrokerModule } from './broker.module.ts';
import type { Config } from './config.ts';

/** Starts the service: ZeroMQ and gRPC first, then the port that tells others it is there. */
export async function serve(config: Config): Promise<{ app: INestApplicationContext; operations: Operations }> {
  const operations = new Operations('broker');
  const module = await BrokerModule.with(config, operations);
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(module, {
    logger: new JsonLogger('broker', config.LOG_LEVEL),
    abortOnError: false,
    transport: Transport.GRPC,
    options: {
      package: PROTO_PACKAGE,
      protoPath: protoFiles(['Nodes']),
      loader: PROTO_OPTIONS,
      url: `${config.LISTEN_HOST}:${config.GRPC_PORT}`,
      channelOptions: SERVER_OPTIONS,
      gracefulShutdown: true,
    },
  });
  traceCalls(app);
  try {
    await app.listen();
    await operations.listen(config.LISTEN_HOST, config.OPERATIONS_PORT);
  } catch (error) {
    await app.close(); // half a broker must not keep the process alive
    throw error;
  }
  return { app, operations };
}
