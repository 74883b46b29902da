import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { signRequest } from '@push-jobs/protocol';
import { Balancer } from './balancer.ts';
import { Child } from './child.ts';
import { WHITELIST, writeNodeConfig } from './demo-node.ts';
import { eventually } from './eventually.ts';
import { Identities, NODES, ORGANIZATION } from './identity.ts';
import type { LocalOptions } from './options.ts';
import {
  environmentOf,
  type Instance,
  type InstancePorts,
  type PlanSettings,
  type ServiceName,
  SERVICES,
} from './plan.ts';
import { freePorts } from './ports.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { type RedisServer, startRedis } from './redis.ts';

const app = (name: string, file = 'main.js'): string =>
  fileURLToPath(new URL(`../../../apps/${name}/dist/${file}`, import.meta.url));

export interface ClusterOptions extends LocalOptions {
  /** What the nodes may run; the demo's commands where nothing is said. */
  whitelist?: Record<string, string>;
  /** Processes per service, behind balancers; one, without a balancer, where nothing is said. */
  replicas?: number;
  /** Settings of single services that win over the usual ones. */
  overrides?: PlanSettings['overrides'];
}

export interface ClusterEvents {
  /** Something has become ready. */
  ready?: (name: string) => void;
}

/** All services with their Postgres and Redis, and nodes, as processes on this machine's loopback. */
export class Cluster {
  readonly identities: Identities;
  readonly children = new Map<string, Child>();
  private readonly services = new Set<Child>();
  private balancers: Balancer[] = [];
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

  get redisUrl(): string {
    if (this.redis === undefined) throw new Error('Redis has not been started');
    return this.redis.url;
  }

  /** Process ids of everything that runs. */
  get pids(): number[] {
    const all = [this.postgres?.pid, this.redis?.pid, ...[...this.children.values()].map((child) => child.pid)];
    return all.filter((pid) => pid !== undefined);
  }

  async start(): Promise<void> {
    await this.startBackends();
    this.prepareDirectory();
    const services = await this.declareServices();
    for (const child of services) this.services.add(child);
    await Promise.all(services.map((child) => this.launch(child)));
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
    const services = [...this.children.values()].filter((child) => this.services.has(child));
    const nodes = [...this.children.values()].filter((child) => !this.services.has(child));
    await Promise.all(nodes.map((child) => child.stop()));
    for (const child of services.reverse()) await child.stop();
    await Promise.all(this.balancers.map((balancer) => balancer.close()));
    this.balancers = [];
    await this.redis?.stop();
    await this.postgres?.stop();
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
    const instances = await this.instances();
    await this.openBalancers(instances);
    const settings: PlanSettings = {
      databaseUrl: this.databaseUrl,
      redisUrl: this.redisUrl,
      sealingKey: this.identities.sealingKey(),
      heartbeatIntervalSeconds: this.options.heartbeatIntervalSeconds,
      publicPorts: this.options,
      overrides: this.options.overrides ?? {},
    };
    const logDir = path.join(this.options.stateDir, 'logs');
    return instances.map((instance) => {
      const env = environmentOf(instance, instances, settings);
      const { name, service, ports } = instance;
      return new Child({ name, entry: app(service), env, logDir, operationsPort: ports.operations });
    });
  }

  /** A single replica listens on the public ports itself. */
  private async instances(): Promise<Instance[]> {
    const { replicas = 1, gatewayPort, feedPort, heartbeatPort, commandPort } = this.options;
    const names = SERVICES.flatMap((service) =>
      Array.from({ length: replicas }, (_, i) => ({ service, name: replicas === 1 ? service : `${service}-${i + 1}` })),
    );
    const free = await freePorts(5 * names.length);
    return names.map(({ name, service }, i) => {
      const [operations = 0, grpc = 0, http = 0, heartbeat = 0, command = 0] = free.slice(5 * i);
      if (replicas > 1) return { name, service, ports: { operations, grpc, http, heartbeat, command } };
      const publicHttp = service === 'feed' ? feedPort : gatewayPort;
      return {
        name,
        service,
        ports: { operations, grpc, http: publicHttp, heartbeat: heartbeatPort, command: commandPort },
      };
    });
  }

  private async openBalancers(instances: readonly Instance[]): Promise<void> {
    if ((this.options.replicas ?? 1) === 1) return;
    const portsOf = (service: ServiceName, kind: keyof InstancePorts) =>
      instances.filter((instance) => instance.service === service).map((instance) => instance.ports[kind]);
    const { gatewayPort, feedPort, heartbeatPort, commandPort } = this.options;
    this.balancers = await Promise.all([
      Balancer.listen(gatewayPort, portsOf('gateway', 'http')),
      Balancer.listen(feedPort, portsOf('feed', 'http')),
      Balancer.listen(heartbeatPort, portsOf('broker', 'heartbeat')),
      Balancer.listen(commandPort, portsOf('broker', 'command')),
    ]);
  }
}
