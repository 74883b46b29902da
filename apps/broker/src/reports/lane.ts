import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { BatchAck__Output, EventBatch, NodeEvent } from '@push-jobs/contracts';
import type { Events } from '../events.ts';
import type { Orchestrators } from '../orchestrators.ts';
import type { JobTraces } from './job-traces.ts';
import { sizeOf } from './node-event.ts';

type Stream = ClientDuplexStream<EventBatch, BatchAck__Output>;

interface Entry {
  readonly event: NodeEvent;
  /** Called once the event is durable at the orchestrator. */
  readonly stored: (() => void) | undefined;
}

interface InFlight {
  readonly batch: EventBatch;
  readonly entries: readonly Entry[];
  readonly spans: readonly { end(): void }[];
}

const BATCH_EVENTS = 1_000;
const BATCH_BYTES = 2 * 1024 * 1024;
const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 2_000;
/** A replica that takes batches and answers none is left for another. */
const ANSWER_WITHIN_MS = 20_000;

/**
 * Events for the orchestrator in one order, in numbered batches, one in flight. What was not acknowledged is sent again
 * under the same number, to the next replica, until somebody takes it: nothing is ever dropped.
 */
export class Lane {
  private readonly queue: Entry[] = [];
  private queuedBytes = 0;
  private inFlight: InFlight | undefined;
  private stream: Stream | undefined;
  private lastNumber = 0;
  private failures = 0;
  private scheduled = false;
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly session: string,
    private readonly lane: number,
    private readonly orchestrators: Orchestrators,
    private readonly traces: JobTraces,
    private readonly events: Events,
    private readonly taken: () => void,
  ) {}

  /** Events that are not acknowledged. */
  get depth(): number {
    return this.queue.length + (this.inFlight?.entries.length ?? 0);
  }

  /** About what they take, without those in flight, which are bounded by the size of a batch. */
  get bytes(): number {
    return this.queuedBytes;
  }

  push(event: NodeEvent, stored?: () => void): void {
    this.queue.push({ event, stored });
    this.queuedBytes += sizeOf(event);
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.sendNext();
    });
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.stream?.end();
    this.stream = undefined;
  }

  private sendNext(): void {
    if (this.stopped || this.inFlight !== undefined || this.queue.length === 0) return;
    const entries = this.cut();
    const events = entries.map(({ event }) => event);
    const batch = { session: this.session, lane: this.lane, number: ++this.lastNumber, events };
    this.inFlight = { batch, entries, spans: this.traces.heard(events) };
    this.send(batch);
  }

  private cut(): Entry[] {
    let bytes = 0;
    const end = this.queue.findIndex(({ event }, i) => i === BATCH_EVENTS || (bytes += sizeOf(event)) > BATCH_BYTES);
    const entries = this.queue.splice(0, end === -1 ? this.queue.length : Math.max(end, 1));
    for (const { event } of entries) this.queuedBytes -= sizeOf(event);
    return entries;
  }

  private send(batch: EventBatch): void {
    this.stream ??= this.open();
    this.stream.write(batch);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.stream?.cancel(), ANSWER_WITHIN_MS);
  }

  private open(): Stream {
    // Each lane begins with an orchestrator of its own, and tries the others in turn.
    const stream = this.orchestrators.client(this.lane + this.failures).report();
    stream.on('data', (ack: BatchAck__Output) => this.acknowledged(ack));
    stream.on('error', (error) => this.interrupted(stream, error));
    stream.on('end', () => this.interrupted(stream, undefined));
    return stream;
  }

  private acknowledged({ number }: BatchAck__Output): void {
    const acknowledged = this.inFlight;
    if (number !== acknowledged?.batch.number) return; // of a batch that was sent twice
    clearTimeout(this.timer);
    this.inFlight = undefined;
    for (const span of acknowledged.spans) span.end();
    this.failures = 0;
    this.taken();
    for (const { stored } of acknowledged.entries) stored?.();
    this.sendNext();
  }

  private interrupted(stream: Stream, error: unknown): void {
    if (stream !== this.stream) return;
    this.stream = undefined;
    clearTimeout(this.timer);
    this.failures++;
    this.events.reportsInterrupted(this.lane, error);
    const batch = this.inFlight?.batch;
    if (batch === undefined || this.stopped) return; // the next batch opens a stream
    const backoffMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (this.failures - 1));
    this.timer = setTimeout(() => this.send(batch), backoffMs);
  }
}
