import {
  loadPackageDefinition,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { openRedis, PresenceIndex } from '@push-jobs/bus';
import {
  type BatchAck__Output,
  type Command__Output,
  type CommandBatch__Output,
  connect,
  type DeliveryReport,
  type NodeEvent,
  type NodeNews,
  PROTO_OPTIONS,
  protoFiles,
} from '@push-jobs/contracts';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';

const LEASE_MS = 600_000;
const BATCH_EVENTS = 1_000;

/** What its nodes answer, at once. */
const ANSWERS: Readonly<Record<string, readonly NodeNews[]>> = {
  commit: ['ACK_COMMIT'],
  run: ['ACK_RUN', 'SUCCEEDED'],
};

/**
 * A broker as the orchestrator sees it, whose nodes answer every command in no time: so that what node events cost is
 * measured where they go into the log, and not the sockets they come from.
 */
export class EagerBroker implements AsyncDisposable {
  /** Events that the orchestrator has acknowledged. */
  acknowledged = 0;
  private readonly session = randomUUID();
  private readonly queue: NodeEvent[] = [];
  private readonly server = new Server();
  private readonly redis;
  private readonly orchestrator;
  private readonly stream;
  private number = 0;
  private inFlight = 0;

  private constructor(redisUrl: string, orchestratorAddress: string) {
    this.redis = openRedis(redisUrl);
    this.orchestrator = connect('NodeEvents', orchestratorAddress);
    this.stream = this.orchestrator.report();
    this.stream.on('data', (_ack: BatchAck__Output) => this.taken());
    this.stream.on('error', () => undefined); // it is cancelled at the end; before that, events stop being counted
  }

  static async start(at: { redisUrl: string; orchestratorAddress: string }): Promise<EagerBroker> {
    const broker = new EagerBroker(at.redisUrl, at.orchestratorAddress);
    await once(broker.redis, 'ready');
    broker.server.addService(nodesService(), {
      Deliver: (call: ServerUnaryCall<CommandBatch__Output, DeliveryReport>, done: sendUnaryData<DeliveryReport>) => {
        done(null, { undelivered: [] });
        for (const command of call.request.commands) broker.answer(command);
      },
    });
    const address = `127.0.0.1:${await listen(broker.server)}`;
    await new PresenceIndex(broker.redis).renewLease({ session: broker.session, address }, LEASE_MS);
    return broker;
  }

  /** From now on these nodes are here, and idle. */
  async hold(organization: string, nodes: readonly string[]): Promise<void> {
    const placed = nodes.map((node) => ({ organization, node, epoch: 1, available: true, session: this.session }));
    await new PresenceIndex(this.redis).put(placed);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stream.cancel();
    this.orchestrator.close();
    this.server.forceShutdown();
    await new PresenceIndex(this.redis).dropLease(this.session);
    this.redis.disconnect();
  }

  private answer({ organization, jobId, nodes, action }: Command__Output): void {
    for (const news of ANSWERS[action ?? ''] ?? []) {
      for (const node of nodes) this.queue.push({ organization, node, jobId, news, reason: '', output: null });
    }
    this.sendNext();
  }

  /** One batch in flight, as a broker does it. */
  private sendNext(): void {
    if (this.inFlight > 0 || this.queue.length === 0) return;
    const events = this.queue.splice(0, BATCH_EVENTS);
    this.inFlight = events.length;
    this.stream.write({ session: this.session, lane: 0, number: ++this.number, events });
  }

  private taken(): void {
    this.acknowledged += this.inFlight;
    this.inFlight = 0;
    this.sendNext();
  }
}

function nodesService(): ServiceDefinition {
  const loaded = loadPackageDefinition(loadSync(protoFiles(['Nodes']), PROTO_OPTIONS));
  // proto-loader types a package as an open tree; this leaf is a service.
  const tree = loaded as unknown as { push_jobs: { v1: { Nodes: { service: ServiceDefinition } } } };
  return tree.push_jobs.v1.Nodes.service;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}
