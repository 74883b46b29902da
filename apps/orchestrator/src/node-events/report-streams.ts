import { status as grpc, type ServerDuplexStream } from '@grpc/grpc-js';
import { Injectable } from '@nestjs/common';
import type { BatchAck, EventBatch__Output } from '@push-jobs/contracts';
import { Events } from '../events.ts';
import { Reports } from './reports.ts';

type ReportStream = ServerDuplexStream<EventBatch__Output, BatchAck>;

/** The brokers' lanes: reads a batch, acknowledges it, reads the next. */
@Injectable()
export class ReportStreams {
  private readonly open = new Map<ReportStream, Promise<void>>();
  private stopping = false;

  constructor(
    private readonly reports: Reports,
    private readonly events: Events,
  ) {}

  serve(stream: ReportStream): void {
    if (this.stopping) {
      stream.end();
      return;
    }
    this.open.set(stream, Promise.resolve());
    const forget = (): boolean => this.open.delete(stream);
    stream.on('close', forget).on('cancelled', forget).on('error', forget);
    stream.on('end', () => stream.end());
    stream.on('data', (batch: EventBatch__Output) => {
      stream.pause();
      this.open.set(stream, this.take(stream, batch));
    });
  }

  /** Ends all streams, each after the batch it is at: the brokers go on with another replica. */
  async end(): Promise<void> {
    this.stopping = true;
    await Promise.all(
      Array.from(this.open, async ([stream, busy]) => {
        await busy;
        stream.end();
      }),
    );
  }

  private async take(stream: ReportStream, batch: EventBatch__Output): Promise<void> {
    try {
      await this.reports.take(batch);
    } catch (error) {
      this.events.batchFailed(batch.session, batch.lane, batch.number, error);
      stream.emit('error', { code: grpc.UNAVAILABLE, details: 'the batch was not taken; send it again' });
      return;
    }
    if (stream.cancelled || stream.writableEnded) return;
    stream.write({ number: batch.number });
    if (!this.stopping) stream.resume();
  }
}
