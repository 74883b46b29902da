import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { signRequest } from '@push-jobs/protocol';
import { Child } from './child.ts';
import { WHITELIST, writeNodeConfig } from './demo-node.ts';
import { eventually } from './eventually.ts';
import { Identities, NODES, ORGANIZATION } from './identity.ts';
import type { LocalOptions } from './options.ts';
import { freePorts } from './ports.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { type RedisServer, startRedis } from './redis.ts';

export const SERVICES = ['output', 'orchestrator', 'broker', 'feed', 'gateway'] as const;
export type ServiceName = (typeof SERVICES)[number];

const app = (name: string, file = 'main.js'): string =>
  fileURLToPath(new URL(`../../../apps/${name}/dist/${file}`, import.meta.url));

export interface ClusterOptions extends LocalOptions {
  /** What the nodes may run; the demo's commands where nothing is said. */
  whitelist?: Record<string, string>;
}

export interface ClusterEvents {
  /** Something has become ready. */
  ready?: (name: string) => void;
}

/** All services with their Postgres and Redis, and nodes, as processes on this machine's loopback. */
export class Cluster {
  readonly identities: Identities;
  readonly children = new Map<string, Child>();
  private postgres: Postgres | undefined;
  private redis: RedisServer | undefined;

  constructor(
    readonly options: ClusterOptions,
    private readonly events: ClusterEvents = {},
  ) {
    mkdirSync(options.stateDir, { recursive: true });
    this.identities = new Identities(options.stateDir);
  }

  get chefServerUrl(): string {
    return `http://127.0.0.1:${this.options.gatewayPort}/organizations/${ORGANIZATION}`;
  }

  get databaseUrl(): string {
    if (this.postgres === undefined) throw new Error('Postgres has not been started');
    return this.postgres.url;
  }

  /** Process ids of everything that runs. */
  get pids(): number[] {
    const all = [this.postgres?.pid, this.redis?.pid, ...[...this.children.values()].map((child) => child.pid)];
    return all.filter((pid) => pid !== undefined);
  }

  async start(): Promise<void> {
    await this.startBackends();
    this.prepareDirectory();
    for (const child of await this.declareServices()) await this.launch(child);
    await Promise.all(NODES.map((name) => this.startNode(name)));
    await this.nodesAvailable();
  }

  /** Waits until every node has come through rehab: from then on it takes jobs. */
  async nodesAvailable(): Promise<void> {
    await eventually(`the nodes are available (see ${this.child(NODES[0]).logFile})`, async () => {
      const available = await this.availableNodes();
      return NODES.every((name) => available.has(name));
    });
  }

  private async availableNodes(): Promise<Set<string>> {
    const path = `/organizations/${ORGANIZATION}/pushy/node_states`;
    const timestamp = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const request = { method: 'GET', path, body: Buffer.alloc(0), userId: 'admin', timestamp };
    const headers = signRequest(request, this.identities.privateKey('admin'), '1.3');
    const response = await fetch(`http://127.0.0.1:${this.options.gatewayPort}${path}`, { headers });
    if (!response.ok) return new Set();
    const states = (await response.json()) as { node_name: string; availability: string }[]; // wire contract section 3
    return new Set(states.filter((state) => state.availability === 'available').map((state) => state.node_name));
  }

  child(name: string): Child {
    const child = this.children.get(name);
    if (child === undefined) throw new Error(`there is no ${name} in this cluster`);
    return child;
  }

  /** Nodes first, data last. */
  async stop(): Promise<void> {
    const { stop, rest } = this.stopOrder();
    await Promise.all(rest.map((child) => child.stop()));
    for (const child of stop) await child.stop();
    await this.redis?.stop();
    await this.postgres?.stop();
  }

  private stopOrder(): { stop: Child[]; rest: Child[] } {
    const services = SERVICES.map((name) => this.children.get(name)).filter((child) => child !== undefined);
    return { stop: services.reverse(), rest: [...this.children.values()].filter((child) => !services.includes(child)) };
  }

  private async startBackends(): Promise<void> {
    const [postgresPort = 0, redisPort = 0] = await freePorts(2);
    const { stateDir } = this.options;
    this.postgres = await startPostgres({ dir: path.join(stateDir, 'postgres'), port: postgresPort });
    this.events.ready?.('postgres');
    this.redis = await startRedis({ dir: path.join(stateDir, 'redis'), port: redisPort, persistent: true });
    this.events.ready?.('redis');
  }

  private prepareDirectory(): void {
    const declaration = path.join(this.options.stateDir, 'directory.json');
    writeFileSync(declaration, JSON.stringify(this.identities.directory(), null, 2));
    const env = { ...process.env, DATABASE_URL: this.databaseUrl };
    execFileSync(process.execPath, [app('orchestrator', 'admin.js'), 'migrate'], { env });
    execFileSync(process.execPath, [app('orchestrator', 'admin.js'), 'apply', declaration], { env });
  }

  private async launch(child: Child): Promise<void> {
    this.children.set(child.name, child);
    await child.start();
    this.events.ready?.(child.name);
  }

  async startNode(name: string): Promise<void> {
    const { stateDir, gatewayPort, whitelist = WHITELIST } = this.options;
    const config = writeNodeConfig(path.join(stateDir, 'nodes'), {
      name,
      keyFile: this.identities.keyFile(name),
      chefServerUrl: this.chefServerUrl,
      // Outside of the state folder: another user's command must be able to read a job's file.
      fileDir: path.join(tmpdir(), `push-jobs-${gatewayPort}`, name),
      whitelist,
    });
    const logDir = path.join(stateDir, 'logs');
    await this.launch(new Child({ name, entry: app('agent'), args: ['--config', config], env: {}, logDir }));
  }

  private async declareServices(): Promise<Child[]> {
    const environments = await this.environments();
    return SERVICES.map((name) => {
      const env = environments[name];
      const logDir = path.join(this.options.stateDir, 'logs');
      return new Child({ name, entry: app(name), env, logDir, operationsPort: Number(env['OPERATIONS_PORT']) });
    });
  }

  private async environments(): Promise<Record<ServiceName, Record<string, string>>> {
    const { gatewayPort, feedPort, heartbeatPort, commandPort, heartbeatIntervalSeconds } = this.options;
    const [output = 0, orchestrator = 0, broker = 0, ...operations] = await freePorts(3 + SERVICES.length);
    const address = (port: number) => `127.0.0.1:${port}`;
    const common = (index: number) => ({ LISTEN_HOST: '127.0.0.1', OPERATIONS_PORT: String(operations[index] ?? 0) });
    const DATABASE_URL = this.databaseUrl;
    const REDIS_URL = this.redis?.url ?? '';
    const HEARTBEAT_INTERVAL_SECONDS = String(heartbeatIntervalSeconds);
    return {
      output: { ...common(0), DATABASE_URL, GRPC_PORT: String(output) },
      orchestrator: {
        ...common(1),
        DATABASE_URL,
        REDIS_URL,
        GRPC_PORT: String(orchestrator),
        OUTPUT_ADDRESS: address(output),
        HEARTBEAT_INTERVAL_SECONDS,
      },
      broker: {
        ...common(2),
        DATABASE_URL,
        REDIS_URL,
        GRPC_PORT: String(broker),
        ADVERTISED_GRPC_ADDRESS: address(broker),
        ORCHESTRATOR_ADDRESSES: address(orchestrator),
        HEARTBEAT_PORT: String(heartbeatPort),
        COMMAND_PORT: String(commandPort),
        PUBLIC_HOST: '127.0.0.1',
        HEARTBEAT_INTERVAL_SECONDS,
        SEALING_KEY: this.identities.sealingKey(),
      },
      feed: {
        ...common(3),
        DATABASE_URL,
        REDIS_URL,
        FEED_PORT: String(feedPort),
        ORCHESTRATOR_ADDRESS: address(orchestrator),
      },
      gateway: {
        ...common(4),
        GATEWAY_PORT: String(gatewayPort),
        ORCHESTRATOR_ADDRESS: address(orchestrator),
        BROKER_ADDRESS: address(broker),
        OUTPUT_ADDRESS: address(output),
        FEED_URL: `http://127.0.0.1:${feedPort}`,
      },
    };
  }
}
