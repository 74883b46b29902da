import { freePorts, type Instance, type ServiceName, SERVICES } from '@push-jobs/local';
import { Link } from './link.ts';

export const REPLICAS = 2;

/** Who calls whom over gRPC. */
const CALLS: readonly (readonly [ServiceName, ServiceName])[] = [
  ['orchestrator', 'output'],
  ['gateway', 'output'],
  ['broker', 'orchestrator'],
  ['feed', 'orchestrator'],
  ['gateway', 'orchestrator'],
  ['gateway', 'broker'],
];
const ON_POSTGRES: ReadonlySet<ServiceName> = new Set(['output', 'orchestrator', 'broker', 'feed']);
const ON_REDIS: ReadonlySet<ServiceName> = new Set(['orchestrator', 'broker', 'feed']);

/** The processes of all services, with ports of their own. */
export async function declareInstances(): Promise<Instance[]> {
  const names = SERVICES.flatMap((service) =>
    Array.from({ length: REPLICAS }, (_, i) => ({ service, name: `${service}-${i + 1}` })),
  );
  const free = await freePorts(5 * names.length);
  return names.map(({ name, service }, i) => {
    const [operations = 0, grpc = 0, http = 0, heartbeat = 0, command = 0] = free.slice(5 * i);
    return { name, service, ports: { operations, grpc, http, heartbeat, command } };
  });
}

/** One link for each pair of parties that talk to each other; its name says who calls whom. */
export class Topology {
  private constructor(
    readonly instances: readonly Instance[],
    readonly links: ReadonlyMap<string, Link>,
  ) {}

  static async open(backends: { postgresPort: number; redisPort: number }): Promise<Topology> {
    const instances = await declareInstances();
    const of = (service: ServiceName): Instance[] => instances.filter((instance) => instance.service === service);
    const routes: (readonly [name: string, targets: readonly number[]])[] = [
      ['world>gateway', of('gateway').map(({ ports }) => ports.http)],
      ['world>feed', of('feed').map(({ ports }) => ports.http)],
      ['nodes>heartbeats', of('broker').map(({ ports }) => ports.heartbeat)],
      ['nodes>commands', of('broker').map(({ ports }) => ports.command)],
      ...instances.flatMap(({ name, service }) => [
        ...(ON_POSTGRES.has(service) ? [[`${name}>postgres`, [backends.postgresPort]] as const] : []),
        ...(ON_REDIS.has(service) ? [[`${name}>redis`, [backends.redisPort]] as const] : []),
        ...(service === 'feed' ? [[`watchers>${name}`, [portOf(instances, name, 'http')]] as const] : []),
        ...(service === 'broker' ? [[`orchestrators>${name}`, [portOf(instances, name, 'grpc')]] as const] : []),
      ]),
      ...CALLS.flatMap(([from, to]) =>
        of(from).flatMap((caller) =>
          of(to).map((called) => [`${caller.name}>${called.name}`, [called.ports.grpc]] as const),
        ),
      ),
    ];
    const links: Link[] = [];
    for (const [name, targets] of routes) links.push(await Link.open(name, targets));
    return new Topology(instances, new Map(links.map((link) => [link.name, link])));
  }

  link(name: string): Link {
    const link = this.links.get(name);
    if (link === undefined) throw new Error(`there is no link ${name}`);
    return link;
  }

  /** All instances as one of them reaches them: each behind a link of its own. */
  asSeenBy(name: string): Instance[] {
    return this.instances.map((other) => {
      const grpc = this.links.get(`${name}>${other.name}`)?.port ?? other.ports.grpc;
      return { ...other, ports: { ...other.ports, grpc } };
    });
  }

  clear(): void {
    for (const link of this.links.values()) link.weather = 'clear';
  }

  async close(): Promise<void> {
    await Promise.all([...this.links.values()].map((link) => link.close()));
  }
}

function portOf(instances: readonly Instance[], name: string, kind: keyof Instance['ports']): number {
  return instances.find((instance) => instance.name === name)?.ports[kind] ?? 0;
}
