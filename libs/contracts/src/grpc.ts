import {
  type CallOptions,
  type Client,
  type ClientUnaryCall,
  credentials,
  loadPackageDefinition,
  Metadata,
  type requestCallback,
  type ServiceClientConstructor,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { loadSync, type Options } from '@grpc/proto-loader';
import { fileURLToPath } from 'node:url';
import { inCallSpan } from './call-span.ts';
import type { DirectoryClient } from './generated/push_jobs/v1/Directory.ts';
import type { DirectoryAdminClient } from './generated/push_jobs/v1/DirectoryAdmin.ts';
import type { JobsClient } from './generated/push_jobs/v1/Jobs.ts';
import type { NodeEventsClient } from './generated/push_jobs/v1/NodeEvents.ts';
import type { NodeObjectsClient } from './generated/push_jobs/v1/NodeObjects.ts';
import type { NodesClient } from './generated/push_jobs/v1/Nodes.ts';
import type { OutputsClient } from './generated/push_jobs/v1/Outputs.ts';
import type { Refusal } from './generated/push_jobs/v1/Refusal.ts';

/** The `.proto` package of all services. */
export const PROTO_PACKAGE = 'push_jobs.v1';

/** How messages look in TypeScript; the same flags generate `generated/` (see this package's `gen` script). */
export const PROTO_OPTIONS: Options = { longs: Number, enums: String, defaults: true, oneofs: true };

/** Four megabytes hold a full batch of node events; batches are cut well below. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** Both ends of every channel use these. A peer that vanished without a word is noticed within 15 s. */
export const CHANNEL_OPTIONS = {
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 2_000,
} as const;

/**
 * Calls that one connection may have open at a server. Those that a client makes beyond it wait with the client, for as
 * long as their deadlines allow: well above what any of our services has open when all is well, streams included.
 */
export const MAX_OPEN_CALLS = 1_000;

/** What servers are set up with. */
export const SERVER_OPTIONS = { ...CHANNEL_OPTIONS, 'grpc.max_concurrent_streams': MAX_OPEN_CALLS } as const;

interface Clients {
  Directory: DirectoryClient;
  DirectoryAdmin: DirectoryAdminClient;
  Jobs: JobsClient;
  NodeEvents: NodeEventsClient;
  NodeObjects: NodeObjectsClient;
  Nodes: NodesClient;
  Outputs: OutputsClient;
}
export type ServiceName = keyof Clients;

const FILE: Record<ServiceName, string> = {
  Directory: 'directory',
  DirectoryAdmin: 'directory',
  Jobs: 'jobs',
  NodeEvents: 'nodes',
  NodeObjects: 'directory',
  Nodes: 'nodes',
  Outputs: 'output',
};

/** Paths of the `.proto` files that define these services, as Nest's gRPC transport wants them. */
export function protoFiles(services: readonly ServiceName[]): string[] {
  const files = new Set(services.map((service) => FILE[service]));
  return [...files].map((file) => fileURLToPath(new URL(`../proto/${file}.proto`, import.meta.url)));
}

/** A lazy client of one service; `address` is `host:port` or a gRPC target such as `dns:///host:port`. */
export function connect<S extends ServiceName>(service: S, address: string): Clients[S] {
  const loaded = loadPackageDefinition(loadSync(protoFiles([service]), PROTO_OPTIONS));
  // proto-loader types a package as an open tree; the generated client types describe these leaves exactly.
  const tree = loaded as unknown as { push_jobs: { v1: Record<ServiceName, ServiceClientConstructor> } };
  const Service = tree.push_jobs.v1[service];
  const options = { ...CHANNEL_OPTIONS, 'grpc.service_config': ROUND_ROBIN };
  return new Service(address, credentials.createInsecure(), options) as unknown as Clients[S];
}

const ROUND_ROBIN = JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] });

type CallWithMetadata<Request, Reply> = (
  request: Request,
  metadata: Metadata,
  options: CallOptions,
  callback: requestCallback<Reply>,
) => ClientUnaryCall;

type CallWithOptions<Request, Reply> = (
  request: Request,
  options: CallOptions,
  callback: requestCallback<Reply>,
) => ClientUnaryCall;

/** The last two overloads of a generated method, in its order: types are inferred from overloads that pair up. */
interface UnaryMethod<Request, Reply> {
  (...args: Parameters<CallWithOptions<Request, Reply>>): ClientUnaryCall;
  (request: Request, callback: requestCallback<Reply>): ClientUnaryCall;
}

interface CallSettings {
  /** `DEADLINE_EXCEEDED` after this time. */
  timeoutMs?: number;
  /** Waits out a service that is away, within the time given, instead of failing at once. */
  patient?: boolean;
}

/**
 * Calls a unary method and waits for the answer.
 * @throws grpc-js `ServiceError`
 */
export function unary<Request, Reply>(
  client: Client,
  method: UnaryMethod<Request, Reply>,
  request: Request,
  { timeoutMs = 10_000, patient = false }: CallSettings = {},
): Promise<Reply> {
  // Every generated method has this overload too; inference sees only the last two.
  const call = method as unknown as CallWithMetadata<Request, Reply>;
  const metadata = new Metadata({ waitForReady: patient });
  const answer = (): Promise<Reply> =>
    new Promise((resolve, reject) => {
      call.call(client, request, metadata, { deadline: Date.now() + timeoutMs }, (error, reply) => {
        if (error) reject(error);
        else if (reply === undefined) reject(new Error('a gRPC call ended without an answer'));
        else resolve(reply);
      });
    });
  return inCallSpan(pathOf(method), metadata, answer);
}

/** As in `/push_jobs.v1.Jobs/Create`: grpc-js leaves a method's definition on the function, and does not say so. */
const pathOf = (method: object): string => ('path' in method ? String(method.path) : '');

/** How long whoever serves people waits for a service behind: a restart of it costs them some seconds, not an error. */
export const PATIENCE_MS = 5_000;
export const PATIENT: CallSettings = { patient: true, timeoutMs: PATIENCE_MS };

/**
 * How calls are made that carry what many ask for at a time: the more there are, the more of them share a call. One that
 * is slow holds up no other, since the replica it went to may hang.
 */
export const SHARED_CALLS = { atOnce: 2, slowMs: 250 } as const;

/** What a call of one's own would have failed with. `INTERNAL` where the answer does not say. */
export function errorOf(refusal: Refusal | null | undefined): ServiceError {
  const { code = status.INTERNAL, message = 'the answer names no outcome' } = refusal ?? {};
  return Object.assign(new Error(message), { code, details: message, metadata: new Metadata() });
}
