import { environmentOf, eventually, freePorts, type Instance } from '@push-jobs/local';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SignedClient } from '../support/signed-client.ts';
import { type AgentHost, agentHosts, startAgents } from './agent-host.ts';
import { PostgresServer, RedisBackend } from './backends.ts';
import type { UnaskedEnd } from './history.ts';
import { type Plant, PLANTS } from './options.ts';
import { Service } from './service.ts';
import { type Declaration, makeTenants, TENANTS } from './tenants.ts';
import { Topology } from './topology.ts';

const app = (name: string, file = 'main.js'): string =>
  fileURLToPath(new URL(`../../apps/${name}/dist/${file}`, import.meta.url));
const planted = (plant: Plant): string => new URL(`planted/${plant}.mjs`, import.meta.url).href;

export const HEARTBEAT_SECONDS = 1;
const VOTING_TIMEOUT_SECONDS = 6;
const KEEPALIVE_SECONDS = 3;
const AGENTS_AT_ONCE = 6;

/** Two replicas of every service, forty agents, a Postgres and a Redis, and a network between them that can fail. */
export class Installation implements AsyncDisposable {
  readonly services = new Map<string, Service>();
  readonly hosts: readonly AgentHost[];
  readonly unaskedEnds: UnaskedEnd[] = [];
  private readonly clients = new Map<string, SignedClient>();
  private databaseUrl = '';
  private readonly sealingKey = randomBytes(32).toString('base64');

  private constructor(
    readonly stateDir: string,
    readonly topology: Topology,
    readonly postgres: PostgresServer,
    readonly redis: RedisBackend,
    private readonly plant: Plant | undefined,
  ) {
    const origin = this.origin('world>gateway');
    this.hosts = agentHosts(TENANTS, { stateDir, origin, unaskedEnds: this.unaskedEnds });
  }

  static async start(plant?: Plant): Promise<Installation> {
    const stateDir = mkdtempSync(path.join(tmpdir(), 'push-jobs-chaos-'));
    const [postgresPort = 0, redisPort = 0] = await freePorts(2);
    const topology = await Topology.open({ postgresPort, redisPort });
    const postgres = new PostgresServer(path.join(stateDir, 'postgres'), postgresPort);
    const redis = new RedisBackend(path.join(stateDir, 'redis'), redisPort);
    const installation = new Installation(stateDir, topology, postgres, redis, plant);
    try {
      await installation.begin();
    } catch (error) {
      await installation[Symbol.asyncDispose]();
      throw error;
    }
    return installation;
  }

  get logsDir(): string {
    return path.join(this.stateDir, 'logs');
  }

  /** Where a link is reached. */
  origin(link: string): string {
    return `http://127.0.0.1:${this.topology.link(link).port}`;
  }

  client(user: string, link = 'world>gateway'): SignedClient {
    const name = `${user} ${link}`;
    const client = this.clients.get(name) ?? new SignedClient(this.origin(link), user, this.privateKey(user));
    this.clients.set(name, client);
    return client;
  }

  /** PEM. */
  privateKey(user: string): string {
    return readFileSync(path.join(this.stateDir, 'keys', `${user}.pem`), 'utf8');
  }

  service(name: string): Service {
    const service = this.services.get(name);
    if (service === undefined) throw new Error(`there is no ${name}`);
    return service;
  }

  /** The other replica of its kind. */
  siblingOf(name: string): Service {
    return this.service(name.endsWith('-1') ? name.replace(/1$/, '2') : name.replace(/2$/, '1'));
  }

  /** One more feed service, that plays all there is: it tells what the event log holds. */
  async startAuditor(): Promise<{ origin: string; stop: () => Promise<void> }> {
    const [http = 0, operations = 0, grpc = 0] = await freePorts(3);
    const instance: Instance = {
      ...{ name: 'auditor', service: 'feed' },
      ports: { http, operations, grpc, heartbeat: 0, command: 0 },
    };
    const day = String(24 * 3_600);
    const env: Record<string, string> = {
      ...this.environment(instance),
      FINISHED_GRACE_SECONDS: day,
      ORGANIZATION_FEED_KEEP_SECONDS: day,
    };
    const { NODE_OPTIONS: _withoutBugs, ...honest } = env;
    const auditor = new Service(this.spec(instance, honest), this.unaskedEnds);
    await auditor.start();
    return { origin: `http://127.0.0.1:${http}`, stop: () => auditor.hold('SIGTERM') };
  }

  /** Waits until every node takes jobs. */
  async nodesAvailable(timeoutMs: number): Promise<void> {
    for (const { organization, user, nodes } of TENANTS) {
      const client = this.client(user);
      await eventually(
        `all nodes of ${organization} are available`,
        async () => {
          const response = await client.request('GET', `/organizations/${organization}/pushy/node_states`);
          const text = await response.text(); // an answer that nobody reads would keep its connection, and us
          if (!response.ok) return false;
          const states = JSON.parse(text) as { availability: string }[]; // wire contract section 3
          return states.filter(({ availability }) => availability === 'available').length === nodes.length;
        },
        timeoutMs,
      );
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.topology.clear();
    await Promise.all(this.hosts.map(({ service }) => service.hold('SIGKILL')));
    await Promise.all([...this.services.values()].map((service) => service.hold('SIGKILL')));
    await this.topology.close();
    await this.redis.end('SIGKILL');
    await this.postgres.end('SIGQUIT');
  }

  remove(): void {
    rmSync(this.stateDir, { recursive: true, force: true });
  }

  private async begin(): Promise<void> {
    const [databaseUrl, declaration] = await Promise.all([
      this.postgres.start(),
      makeTenants(path.join(this.stateDir, 'keys')),
      this.redis.start(),
    ]);
    this.databaseUrl = databaseUrl;
    this.prepareDirectory(declaration);
    for (const instance of this.topology.instances) {
      const service = new Service(this.spec(instance, this.environment(instance)), this.unaskedEnds);
      this.services.set(service.name, service);
    }
    await Promise.all([...this.services.values()].map((service) => service.start()));
    await startAgents(this.hosts, AGENTS_AT_ONCE);
    await this.nodesAvailable(60_000);
  }

  private prepareDirectory(declaration: Declaration): void {
    const file = path.join(this.stateDir, 'directory.json');
    writeFileSync(file, JSON.stringify(declaration));
    const env = { ...process.env, DATABASE_URL: this.databaseUrl };
    for (const args of [['migrate'], ['apply', file]]) {
      execFileSync(process.execPath, [app('orchestrator', 'admin.js'), ...args], { env });
    }
  }

  private spec({ name, service, ports }: Instance, env: Record<string, string>) {
    return { name, entry: app(service), env, logDir: this.logsDir, operationsPort: ports.operations };
  }

  private environment(instance: Instance): Record<string, string> {
    const { topology, plant } = this;
    const { name, service } = instance;
    const port = (link: string): number => topology.links.get(link)?.port ?? 0;
    const isAuditor = !topology.instances.includes(instance);
    const env = environmentOf(instance, isAuditor ? topology.instances : topology.asSeenBy(name), {
      databaseUrl: isAuditor ? this.databaseUrl : at(this.databaseUrl, port(`${name}>postgres`)),
      redisUrl: `redis://127.0.0.1:${isAuditor ? this.redis.port : port(`${name}>redis`)}`,
      sealingKey: this.sealingKey,
      heartbeatIntervalSeconds: HEARTBEAT_SECONDS,
      publicPorts: {
        gatewayPort: port('world>gateway'),
        feedPort: port('world>feed'),
        heartbeatPort: port('nodes>heartbeats'),
        commandPort: port('nodes>commands'),
      },
      overrides: {
        orchestrator: { VOTING_TIMEOUT_SECONDS: String(VOTING_TIMEOUT_SECONDS) },
        broker: { ADVERTISED_GRPC_ADDRESS: `127.0.0.1:${port(`orchestrators>${name}`)}` },
        feed: { KEEPALIVE_SECONDS: String(KEEPALIVE_SECONDS) },
      },
    });
    const bug = plant !== undefined && PLANTS[plant] === service ? { NODE_OPTIONS: `--import ${planted(plant)}` } : {};
    return { ...env, ...bug };
  }
}

function at(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}
