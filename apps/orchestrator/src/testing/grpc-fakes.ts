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
  type Command__Output,
  type CommandBatch__Output,
  type DeliveryReport,
  type NodeOutput__Output,
  PROTO_OPTIONS,
  protoFiles,
  type PutDone,
  type PutOutputs__Output,
  type ServiceName,
} from '@push-jobs/contracts';
import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';

/** A broker as the orchestrator sees it: a lease, entries in the presence index, and a `Nodes` server. */
export class FakeBroker implements AsyncDisposable {
  readonly session = randomUUID();
  readonly commands: Command__Output[] = [];
  /** Nodes whose connections are gone. */
  readonly deaf = new Set<string>();
  /** How many calls to leave unanswered, as if the broker hung. */
  unavailable = 0;
  private address = '';
  private epoch = 1;
  private readonly redis;
  private readonly presence;
  private readonly server = new Server();

  private constructor(redisUrl: string) {
    this.redis = openRedis(redisUrl);
    this.presence = new PresenceIndex(this.redis);
  }

  static async start(redisUrl: string): Promise<FakeBroker> {
    const broker = new FakeBroker(redisUrl);
    broker.server.addService(definitionOf('Nodes'), {
      Deliver: (call: ServerUnaryCall<CommandBatch__Output, DeliveryReport>, done: sendUnaryData<DeliveryReport>) =>
        broker.take(call.request, done),
    });
    broker.address = `127.0.0.1:${await listen(broker.server)}`;
    await broker.renew();
    return broker;
  }

  /** Also after Redis has lost everything. */
  async renew(): Promise<void> {
    await vi.waitFor(() => this.presence.renewLease({ session: this.session, address: this.address }, 600_000));
  }

  async hold(organization: string, nodes: readonly string[], available = true): Promise<void> {
    const epoch = this.epoch++;
    await this.presence.put(nodes.map((node) => ({ organization, node, epoch, available, session: this.session })));
  }

  /** The process is gone, and its lease has run out. */
  async die(): Promise<void> {
    await this.presence.dropLease(this.session);
    this.server.forceShutdown();
  }

  /** `commit a b`, `run a`, one line per command, of one job. */
  sent(jobId: string): string[] {
    return this.commands
      .filter((command) => command.jobId === jobId)
      .map(({ action, nodes }) => `${action} ${nodes.join(' ')}`);
  }

  /** Waits until this job's commands are exactly these. */
  async expectSent(jobId: string, lines: readonly string[]): Promise<void> {
    await vi.waitFor(() => {
      const sent = this.sent(jobId);
      if (JSON.stringify(sent) !== JSON.stringify(lines)) throw new Error(`sent so far: ${JSON.stringify(sent)}`);
    }, WAIT);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.forceShutdown();
    this.redis.disconnect();
    await Promise.resolve();
  }

  private take({ commands }: CommandBatch__Output, done: sendUnaryData<DeliveryReport>): void {
    if (this.unavailable > 0) {
      this.unavailable -= 1;
      done({ code: 14, details: 'the broker is gone' });
      return;
    }
    this.commands.push(...commands);
    const undelivered = commands.map(({ organization, jobId, nodes }) => {
      return { organization, jobId, nodes: nodes.filter((node) => this.deaf.has(node)) };
    });
    done(null, { undelivered: undelivered.filter(({ nodes }) => nodes.length > 0) });
  }
}

/** The output store as the orchestrator sees it. */
export class FakeOutputs implements AsyncDisposable {
  readonly stored: NodeOutput__Output[] = [];
  /** How many calls to refuse. */
  away = 0;
  address = '';
  private readonly server = new Server();

  static async start(): Promise<FakeOutputs> {
    const outputs = new FakeOutputs();
    outputs.server.addService(definitionOf('Outputs'), {
      Put: (call: ServerUnaryCall<PutOutputs__Output, PutDone>, done: sendUnaryData<PutDone>) => {
        if (outputs.away > 0) {
          outputs.away -= 1;
          done({ code: 14, details: 'away' });
          return;
        }
        outputs.stored.push(...call.request.outputs);
        done(null, {});
      },
    });
    outputs.address = `127.0.0.1:${await listen(outputs.server)}`;
    return outputs;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.forceShutdown();
    await Promise.resolve();
  }
}

/** For conditions in another process or connection: how long, and how often to look. */
export const WAIT = { timeout: 12_000, interval: 20 };

function definitionOf(service: ServiceName): ServiceDefinition {
  const loaded = loadPackageDefinition(loadSync(protoFiles([service]), PROTO_OPTIONS));
  // proto-loader types a package as an open tree; these leaves are services.
  const tree = loaded as unknown as { push_jobs: { v1: Record<ServiceName, { service: ServiceDefinition }> } };
  return tree.push_jobs.v1[service].service;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}
