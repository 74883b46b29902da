import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServiceClientConstructor,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import {
  type AttachNodes__Output,
  type BatchAck,
  type EventBatch__Output,
  type JobIds,
  type JobsInQuestion__Output,
  type NodeDuties,
  type NodeDuty,
  type NodeEvent__Output,
  PROTO_OPTIONS,
  protoFiles,
  SERVER_OPTIONS,
} from '@push-jobs/contracts';
import { expect } from 'vitest';

type Reply<T> = (error: null, reply: T) => void;

/** The orchestrator's side of `NodeEvents` on a real gRPC server; it believes what the test tells it. */
export class OrchestratorStandIn implements AsyncDisposable {
  readonly openJobs = new Set<string>();
  duties: NodeDuty[] = [];
  /** Every batch as it came, also those that came again. */
  readonly batches: EventBatch__Output[] = [];
  /** Batches that are taken, and whose answer is lost with the stream. */
  answersToLose = 0;
  private server = new Server(SERVER_OPTIONS);
  port = 0;

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** What the batches told, each once. */
  get events(): NodeEvent__Output[] {
    const distinct = new Map(this.batches.map((batch) => [`${batch.session} ${batch.lane} ${batch.number}`, batch]));
    return [...distinct.values()].flatMap((batch) => batch.events);
  }

  async start(port = 0): Promise<this> {
    this.server = new Server(SERVER_OPTIONS);
    this.server.addService(nodeEventsService(), this.handlers());
    this.port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    return this;
  }

  stop(): void {
    this.server.forceShutdown();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.stop();
    return Promise.resolve();
  }

  /** Waits until an event like this was reported. */
  async hears(event: Partial<NodeEvent__Output>): Promise<void> {
    await expect.poll(() => this.events).toContainEqual(expect.objectContaining(event));
  }

  count(event: Partial<NodeEvent__Output>): number {
    const wanted = Object.entries(event);
    return this.events.filter((heard) =>
      wanted.every(([key, value]) => Object.entries(heard).some(([k, v]) => k === key && v === value)),
    ).length;
  }

  private handlers(): UntypedServiceImplementation {
    return {
      Attach: (_call: { request: AttachNodes__Output }, reply: Reply<NodeDuties>) =>
        reply(null, { duties: this.duties }),
      OpenJobs: ({ request }: { request: JobsInQuestion__Output }, reply: Reply<JobIds>) =>
        reply(null, { jobIds: request.jobIds.filter((id) => this.openJobs.has(id)) }),
      Report: (stream: ServerDuplexStream<EventBatch__Output, BatchAck>) => {
        stream.on('data', (batch: EventBatch__Output) => this.take(batch, stream));
        stream.on('end', () => stream.end());
        stream.on('error', () => undefined);
      },
    };
  }

  private take(batch: EventBatch__Output, stream: ServerDuplexStream<EventBatch__Output, BatchAck>): void {
    this.batches.push(batch);
    if (this.answersToLose > 0) {
      this.answersToLose--;
      stream.emit('error', { code: status.UNAVAILABLE, details: 'the answer was lost' });
    } else stream.write({ number: batch.number });
  }
}

function nodeEventsService(): ServiceClientConstructor['service'] {
  const loaded = loadPackageDefinition(loadSync(protoFiles(['NodeEvents']), PROTO_OPTIONS));
  // proto-loader types a package as an open tree.
  const tree = loaded as unknown as { push_jobs: { v1: { NodeEvents: ServiceClientConstructor } } };
  return tree.push_jobs.v1.NodeEvents.service;
}
