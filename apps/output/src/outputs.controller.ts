import type { Metadata, ServerWritableStream } from '@grpc/grpc-js';
import { Controller, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { OutputBytes, PutDone, PutOutputs__Output, ReadOutput__Output } from '@push-jobs/contracts';
import { AppError, GrpcErrors } from '@push-jobs/platform';
import { EMPTY, type Observable } from 'rxjs';
import type { Chunk } from './chunks.ts';
import { Config } from './config.ts';
import { Events } from './events.ts';
import { OutputStore } from './output-store.ts';

type ReadCall = ServerWritableStream<ReadOutput__Output, OutputBytes>;

@Controller()
@UseFilters(GrpcErrors)
export class OutputsController {
  private readers = 0;

  constructor(
    private readonly config: Config,
    private readonly store: OutputStore,
    private readonly events: Events,
  ) {}

  @GrpcMethod('Outputs', 'Put')
  async put({ outputs }: PutOutputs__Output): Promise<PutDone> {
    if (outputs.length > 0) await this.store.put(outputs);
    this.events.outputsPut(outputs);
    return {};
  }

  /**
   * Writes to the call itself and then returns an empty observable: an observable cannot be slowed down by its
   * reader, so Nest would queue a whole output for a slow one.
   * @throws AppError `too_many` while as many are reading as may
   */
  @GrpcMethod('Outputs', 'Read')
  async read(request: ReadOutput__Output, _metadata: Metadata, call: ReadCall): Promise<Observable<never>> {
    if (this.readers >= this.config.maxReaders) {
      this.events.channelRead('refused', 0);
      throw new AppError('too_many', 'as many outputs are being read as may be; try again');
    }
    this.readers++;
    try {
      await this.pass(request, call);
    } finally {
      this.readers--;
    }
    return EMPTY;
  }

  private async pass(request: ReadOutput__Output, call: ReadCall): Promise<void> {
    let captured = false;
    let bytes = 0;
    for await (const data of this.store.read(request.jobId, request.node, channelOf(request))) {
      captured = true;
      if (data.length > 0 && !(await taken(call, data))) {
        this.events.channelRead('abandoned', bytes);
        return;
      }
      bytes += data.length;
    }
    this.events.channelRead(captured ? 'complete' : 'missing', bytes);
    if (!captured) throw new OutputNotFound(request);
  }
}

class OutputNotFound extends AppError {
  override name = 'OutputNotFound';
  constructor({ jobId, node, channel }: ReadOutput__Output) {
    super('not_found', `no ${channel} was captured of node ${node} in job ${jobId}`);
  }
}

function channelOf({ channel }: ReadOutput__Output): Chunk['channel'] {
  if (channel === 'stdout' || channel === 'stderr') return channel;
  throw new AppError('invalid', "a channel is 'stdout' or 'stderr'");
}

/** Resolves when the connection has taken these bytes (true), or when the reader has gone away (false). */
function taken(call: ReadCall, data: Uint8Array): Promise<boolean> {
  if (call.cancelled) return Promise.resolve(false);
  return new Promise((resolve) => {
    const gone = (): void => resolve(false);
    call.once('cancelled', gone);
    call.write({ data }, (error?: Error | null) => {
      call.off('cancelled', gone);
      resolve(!error);
    });
  });
}
