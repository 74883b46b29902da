import type { Server } from '@grpc/grpc-js';
import { type GrpcOptions, ServerGrpc } from '@nestjs/microservices';
import { setTimeout as pause } from 'node:timers/promises';

/** Calls get so long to end when the service stops. */
const PATIENCE_MS = 5_000;

/** Lets the calls that are open end when the service stops, and does not wait for ever for one that does not. */
export class PatientGrpcServer extends ServerGrpc {
  /** `endStreams` ends the streams that would otherwise stay open. */
  constructor(
    options: Readonly<Required<GrpcOptions>['options']>,
    private readonly endStreams: () => Promise<void>,
  ) {
    super(options);
  }

  override async close(): Promise<void> {
    const server = this.grpcClient as Server; // Nest calls it `any`, because grpc-js is optional there
    const ended = this.endStreams().then(() => new Promise((resolve) => server.tryShutdown(resolve)));
    await Promise.race([ended, pause(PATIENCE_MS, undefined, { ref: false })]);
    server.forceShutdown();
  }
}
