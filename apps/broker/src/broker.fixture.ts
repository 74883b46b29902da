import { connect, type NodePresence__Output, type NodesClient, unary } from '@push-jobs/contracts';
import { freePorts } from '@push-jobs/local';
import { decryptSessionKey } from '@push-jobs/protocol';
import { type CurveKeys, curveKeys, FakeNode } from '@push-jobs/testing';
import { generateKeyPairSync } from 'node:crypto';
import { readConfig } from './config.ts';
import { eventually } from './orchestrator.fixture.ts';
import { serve } from './serve.ts';

export const ORGANIZATION = 'acme';

const principal = generateKeyPairSync('rsa', { modulusLength: 2048 });
const principalKey = principal.publicKey.export({ type: 'spki', format: 'pem' }).toString();

export interface Ports {
  readonly grpc: number;
  readonly operations: number;
  readonly heartbeats: number;
  readonly commands: number;
}

export async function brokerPorts(): Promise<Ports> {
  const [grpc = 0, operations = 0, heartbeats = 0, commands = 0] = await freePorts(4);
  return { grpc, operations, heartbeats, commands };
}

export interface BrokerOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly orchestrators: readonly string[];
  readonly ports?: Ports;
  readonly heartbeatSeconds?: number;
  readonly reportQueueLimit?: number;
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
      PUBLIC_HOST: '127.0.0.1',
      HEARTBEAT_INTERVAL_SECONDS: String(options.heartbeatSeconds ?? 10),
      REPORT_QUEUE_LIMIT: String(options.reportQueueLimit ?? 100_000),
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

  /** Configures a node as the gateway would, and gives it the keys it needs. It is not connected yet. */
  async node(name: string, curve: CurveKeys = curveKeys()): Promise<FakeNode> {
    const configuration = await unary(this.client, this.client.configure, {
      organization: ORGANIZATION,
      node: name,
      curvePublicKey: curve.publicKey,
      principalPublicKey: principalKey,
    });
    return new FakeNode({
      organization: ORGANIZATION,
      node: name,
      commandAddress: configuration.commandAddress,
      heartbeatAddress: configuration.heartbeatAddress,
      serverPublicKey: configuration.serverPublicKey,
      serverCurveKey: configuration.serverCurveKey,
      sessionKey: decryptSessionKey(configuration.encodedSessionKey, principal.privateKey),
      curve,
    });
  }

  /** A node that has connected, was aborted and is available. */
  async availableNode(name: string): Promise<FakeNode> {
    const node = (await this.node(name)).connect();
    await node.heartbeat();
    await node.next('abort');
    await node.send('aborted');
    await this.shows(name, { online: true, available: true });
    return node;
  }

  presence(node: string): Promise<NodePresence__Output> {
    return unary(this.client, this.client.get, { organization: ORGANIZATION, node });
  }

  /** Waits until others see the node like this. */
  async shows(node: string, wanted: { online: boolean; available: boolean }): Promise<void> {
    await eventually(() => this.presence(node)).toEqual({ node, ...wanted });
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
