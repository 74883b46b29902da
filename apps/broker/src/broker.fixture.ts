import {
  type CommandBatch,
  connect,
  type DeliveryReport__Output,
  type NodePresence__Output,
  type NodesClient,
  errorOf,
  unary,
} from '@push-jobs/contracts';
import { freePorts } from '@push-jobs/local';
import { decryptSessionKey } from '@push-jobs/protocol';
import { type CurveKeys, curveKeys, FakeNode } from '@push-jobs/testing';
import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'vitest';
import { readConfig } from './config.ts';
import { serve } from './serve.ts';

export const ORGANIZATION = 'acme';

export const newPrincipal = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const principal = newPrincipal();

export interface Ports {
  readonly grpc: number;
  readonly operations: number;
  readonly heartbeats: number;
  readonly commands: number;
  readonly plainCommands: number;
}

export async function brokerPorts(): Promise<Ports> {
  const [grpc = 0, operations = 0, heartbeats = 0, commands = 0, plainCommands = 0] = await freePorts(5);
  return { grpc, operations, heartbeats, commands, plainCommands };
}

export interface BrokerOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly orchestrators: readonly string[];
  readonly ports?: Ports;
  readonly heartbeatSeconds?: number;
  readonly reportQueueLimit?: number;
  readonly reportQueueBytes?: number;
  readonly maxMessagesPerSecond?: number;
  /** Adds the plain command channel. */
  readonly unencrypted?: boolean;
  readonly maxBodySize?: number;
}

/** A running broker, and the two ways others look at it: gRPC and metrics. */
export class RunningBroker implements AsyncDisposable {
  private constructor(
    readonly ports: Ports,
    readonly client: NodesClient,
    private readonly served: Awaited<ReturnType<typeof serve>>,
  ) {}

  static async start(options: BrokerOptions): Promise<RunningBroker> {
    const ports = options.ports ?? (await brokerPorts());
    const config = readConfig({
      DATABASE_URL: options.databaseUrl,
      REDIS_URL: options.redisUrl,
      ORCHESTRATOR_ADDRESSES: options.orchestrators.join(','),
      GRPC_PORT: String(ports.grpc),
      ADVERTISED_GRPC_ADDRESS: `127.0.0.1:${ports.grpc}`,
      OPERATIONS_PORT: String(ports.operations),
      HEARTBEAT_PORT: String(ports.heartbeats),
      COMMAND_PORT: String(ports.commands),
      ...(options.unencrypted === true ? { UNENCRYPTED_COMMAND_PORT: String(ports.plainCommands) } : {}),
      MAX_BODY_SIZE: String(options.maxBodySize ?? 65_536),
      PUBLIC_HOST: '127.0.0.1',
      HEARTBEAT_INTERVAL_SECONDS: String(options.heartbeatSeconds ?? 10),
      REPORT_QUEUE_LIMIT: String(options.reportQueueLimit ?? 100_000),
      REPORT_QUEUE_BYTES: String(options.reportQueueBytes ?? 134_217_728),
      MAX_MESSAGES_PER_SECOND: String(options.maxMessagesPerSecond ?? 100),
      SEALING_KEY: Buffer.alloc(32, 7).toString('base64'),
      LOG_LEVEL: 'error',
    });
    const served = await serve(config);
    return new RunningBroker(ports, connect('Nodes', `127.0.0.1:${ports.grpc}`), served);
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.served.app.close();
    await this.served.operations.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /**
   * Configures a node as the gateway would, and gives it the keys it needs. It is not connected yet. Its client signed
   * with `client`; or a user asked, to look at the configuration.
   */
  async node(name: string, curve: CurveKeys = curveKeys(), client = principal, lookOnly = false): Promise<FakeNode> {
    const request = {
      organization: ORGANIZATION,
      node: name,
      curvePublicKey: curve.publicKey,
      principalPublicKey: client.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      lookOnly,
    };
    const { outcomes } = await unary(this.client, this.client.configureAll, { nodes: [request] });
    const { configuration, refusal } = outcomes[0] ?? {};
    if (!configuration) throw errorOf(refusal);
    const { commandAddress, heartbeatAddress, serverPublicKey, serverCurveKey } = configuration;
    return new FakeNode({
      ...{ organization: ORGANIZATION, node: name, commandAddress, heartbeatAddress, serverPublicKey, curve },
      serverCurveKey: serverCurveKey === '' ? undefined : serverCurveKey,
      sessionKey: decryptSessionKey(configuration.encodedSessionKey, client.privateKey),
      version: serverCurveKey === '' ? '1.0' : '2.0',
    });
  }

  /** A 1.x node: it has no curve keys. */
  plainNode(name: string): Promise<FakeNode> {
    return this.node(name, { publicKey: '', secretKey: '' });
  }

  /** A node that has connected, was aborted and is available. */
  async availableNode(name: string): Promise<FakeNode> {
    return this.makeAvailable(await this.node(name));
  }

  async makeAvailable(node: FakeNode): Promise<FakeNode> {
    await node.connect().heartbeat();
    await node.next('abort');
    await node.send('aborted');
    await this.shows(node.options.node, { online: true, available: true });
    return node;
  }

  deliver(...commands: NonNullable<CommandBatch['commands']>): Promise<DeliveryReport__Output> {
    return unary(this.client, this.client.deliver, { commands });
  }

  presence(node: string): Promise<NodePresence__Output> {
    return unary(this.client, this.client.get, { organization: ORGANIZATION, node });
  }

  /** Waits until others see the node like this. */
  async shows(node: string, wanted: { online: boolean; available: boolean }): Promise<void> {
    await expect.poll(() => this.presence(node)).toEqual({ node, ...wanted });
  }

  /** The sum of a metric over all labels that match. */
  async metric(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${this.ports.operations}/metrics`)).text();
    const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    return text
      .split('\n')
      .filter((line) => line.startsWith(`push_jobs_broker_${name}{`) && wanted.every((label) => line.includes(label)))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }
}
