/** Order in which services start; they stop in the opposite one. */
export const SERVICES = ['output', 'orchestrator', 'broker', 'feed', 'gateway'] as const;
export type ServiceName = (typeof SERVICES)[number];

export type Environment = Record<string, string>;

/** Everything that the processes of one installation must agree on. */
export interface PlanSettings {
  databaseUrl: string;
  redisUrl: string;
  sealingKey: string;
  heartbeatIntervalSeconds: number;
  /** Ports that people and nodes use: of the services themselves, or of balancers in front of several replicas. */
  publicPorts: PublicPorts;
  /** Settings of single services that win over the ones chosen here. */
  overrides?: Partial<Record<ServiceName, Environment>>;
}

export interface PublicPorts {
  gatewayPort: number;
  feedPort: number;
  heartbeatPort: number;
  commandPort: number;
}

/** Ports of one process; a service uses those it knows. */
export interface InstancePorts {
  operations: number;
  grpc: number;
  http: number;
  heartbeat: number;
  command: number;
}

export interface Instance {
  /** `broker`, or `broker-1` and `broker-2` where there are several. */
  name: string;
  service: ServiceName;
  ports: InstancePorts;
}

/** The environment of one process. Pure: ports and secrets come from the caller. */
export function environmentOf(instance: Instance, all: readonly Instance[], settings: PlanSettings): Environment {
  const { ports, service } = instance;
  const addresses = (of: ServiceName): string[] =>
    all.filter((other) => other.service === of).map((other) => `127.0.0.1:${other.ports.grpc}`);
  const common = { LISTEN_HOST: '127.0.0.1', OPERATIONS_PORT: String(ports.operations) };
  const own = OWN[service]({ ports, settings, addresses });
  return { ...common, ...own, ...settings.overrides?.[service] };
}

interface Surroundings {
  ports: InstancePorts;
  settings: PlanSettings;
  addresses: (of: ServiceName) => string[];
}

/** A gRPC target that spreads calls over all of them. */
const target = (addresses: string[]): string => `ipv4:${addresses.join()}`;

const OWN: Record<ServiceName, (around: Surroundings) => Environment> = {
  output: ({ ports, settings }) => ({ DATABASE_URL: settings.databaseUrl, GRPC_PORT: String(ports.grpc) }),
  orchestrator: ({ ports, settings, addresses }) => ({
    DATABASE_URL: settings.databaseUrl,
    REDIS_URL: settings.redisUrl,
    GRPC_PORT: String(ports.grpc),
    OUTPUT_ADDRESS: target(addresses('output')),
    HEARTBEAT_INTERVAL_SECONDS: String(settings.heartbeatIntervalSeconds),
  }),
  broker: ({ ports, settings, addresses }) => ({
    DATABASE_URL: settings.databaseUrl,
    REDIS_URL: settings.redisUrl,
    GRPC_PORT: String(ports.grpc),
    ADVERTISED_GRPC_ADDRESS: `127.0.0.1:${ports.grpc}`,
    ORCHESTRATOR_ADDRESSES: addresses('orchestrator').join(),
    HEARTBEAT_PORT: String(ports.heartbeat),
    COMMAND_PORT: String(ports.command),
    PUBLIC_HOST: '127.0.0.1',
    PUBLIC_HEARTBEAT_PORT: String(settings.publicPorts.heartbeatPort),
    PUBLIC_COMMAND_PORT: String(settings.publicPorts.commandPort),
    HEARTBEAT_INTERVAL_SECONDS: String(settings.heartbeatIntervalSeconds),
    SEALING_KEY: settings.sealingKey,
  }),
  feed: ({ ports, settings, addresses }) => ({
    DATABASE_URL: settings.databaseUrl,
    REDIS_URL: settings.redisUrl,
    FEED_PORT: String(ports.http),
    ORCHESTRATOR_ADDRESS: target(addresses('orchestrator')),
  }),
  gateway: ({ ports, settings, addresses }) => ({
    GATEWAY_PORT: String(ports.http),
    ORCHESTRATOR_ADDRESS: target(addresses('orchestrator')),
    BROKER_ADDRESS: target(addresses('broker')),
    OUTPUT_ADDRESS: target(addresses('output')),
    FEED_URL: `http://127.0.0.1:${settings.publicPorts.feedPort}`,
  }),
};
