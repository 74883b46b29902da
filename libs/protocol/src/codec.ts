import { createHash, createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import {
  formatHeader,
  MAX_HEADER_BYTES,
  parseHeader,
  type Header,
  type ProtocolVersion,
  type SigningMethod,
} from './header.ts';
import { parseRfc1123 } from './http-date.ts';
import { CommandMessage, MAX_NAME_LENGTH, NodeMessage, ServerHeartbeat, type UnstampedCommand } from './messages.ts';
import { rawSign, rawVerify } from './raw-rsa.ts';

/** A message on the wire, behind the routing id of a ROUTER. */
export type Frames = readonly [header: Buffer, body: Buffer];

/** Every reason to drop a message, in the order in which they are looked for. Made to be a metric's label. */
export const REJECTIONS = [
  'frame_count',
  'too_big',
  'bad_header',
  'version',
  'signing_method',
  'bad_json',
  'unknown_sender',
  'bad_signature',
  'bad_message',
  'stale',
] as const;
export type Rejection = (typeof REJECTIONS)[number];

export interface Limits {
  readonly nowMs: number;
  /** `max_message_skew` of the configuration, in milliseconds, either way. */
  readonly maxSkewMs: number;
  /** `max_body_size` of the configuration. */
  readonly maxBodyBytes: number;
}

/** Who a body says it is from. Nothing but a key may be chosen by it. */
export interface Claimed {
  readonly org: string;
  readonly node: string;
}

/** The session keys of a node that are alive; none where the node is unknown. */
export type KeysFor = (claimed: Claimed) => readonly Buffer[];

/** `skewMs`: by how much the clock of a `stale` message's sender is ahead of ours; negative where it is behind. */
interface Refusal {
  readonly ok: false;
  readonly why: Rejection;
  readonly skewMs?: number;
}

export type DecodedFromNode =
  | { readonly ok: true; readonly message: NodeMessage; readonly key: Buffer; readonly version: ProtocolVersion }
  | (Refusal & { readonly claimed?: Claimed });

export type Decoded<Message> = { readonly ok: true; readonly message: Message } | Refusal;

type Schema<Message> = { safeParse(value: unknown): { success: true; data: Message } | { success: false } };

/**
 * Bytes from a node in, a verdict out (wire contract section 5). The cheapest checks come first, and until a signature
 * holds the body chooses nothing but the keys to try. Never throws. `key` is the one that signed, `version` what the
 * node speaks; whether `sequence` is fresh is asked per connection, by `freshSequence`.
 */
export function decodeFromNode(frames: readonly Buffer[], keysFor: KeysFor, limits: Limits): DecodedFromNode {
  const opened = open(frames, 'hmac_sha256', limits);
  if (typeof opened === 'string') return reject(opened);
  const json = parseJson(opened.body);
  if (json === undefined) return reject('bad_json');
  const claimed = readClaimed(json);
  if (claimed === undefined) return reject('unknown_sender');
  const keys = keysFor(claimed);
  if (keys.length === 0) return { ...reject('unknown_sender'), claimed };
  const key = keys.find((candidate) => hmacHolds(opened, candidate));
  if (key === undefined) return { ...reject('bad_signature'), claimed };
  const read = readMessage(NodeMessage, json, limits);
  if (!read.ok) return { ...read, claimed };
  return { ok: true, message: read.message, key, version: opened.header.version };
}

/** A node's side of `encodeForNode`. Here the key is known, so nothing is parsed before the signature holds. */
export function decodeFromServer(frames: readonly Buffer[], key: Buffer, limits: Limits): Decoded<CommandMessage> {
  const opened = open(frames, 'hmac_sha256', limits);
  if (typeof opened === 'string') return reject(opened);
  return hmacHolds(opened, key) ? readBody(CommandMessage, opened.body, limits) : reject('bad_signature');
}

/** A node's side of `encodeHeartbeat`; `publicKey` is the configuration's `public_key`. */
export function decodeHeartbeat(
  frames: readonly Buffer[],
  publicKey: KeyObject,
  limits: Limits,
): Decoded<ServerHeartbeat> {
  const opened = open(frames, 'rsa2048_sha1', limits);
  if (typeof opened === 'string') return reject(opened);
  const signed = rawVerify(heartbeatDigest(opened.body), Buffer.from(opened.header.signature, 'base64'), publicKey);
  return signed ? readBody(ServerHeartbeat, opened.body, limits) : reject('bad_signature');
}

/** A command for one node, signed with its session key. `version` is what the node speaks. */
export function encodeForNode(message: CommandMessage, key: Buffer, version: ProtocolVersion = '2.0'): Frames {
  return seal(commandBody(message), key, version);
}

/** Numbers and dates a command for one node, and signs it. */
export type Prepared = (
  stamp: Pick<CommandMessage, 'sequence' | 'timestamp'>,
  key: Buffer,
  version: ProtocolVersion,
) => Frames;

/** What `encodeForNode` does, for thousands of nodes that get the same command: most of its body is written only once. */
export function prepareForNodes(command: UnstampedCommand): Prepared {
  const unstamped = commandBody({ ...command, ...NO_STAMP });
  const rest = Buffer.from(unstamped.slice(startOfBody(NO_STAMP).length));
  return (stamp, key, version) => sealBody(Buffer.concat([Buffer.from(startOfBody(stamp)), rest]), key, version);
}

/** A node's message, signed with its session key. `version` is what its server speaks. */
export function encodeFromNode(message: NodeMessage, key: Buffer, version: ProtocolVersion = '2.0'): Frames {
  return seal(JSON.stringify(message, NODE_FIELDS), key, version);
}

/** The server's heartbeat for everybody, signed with the server's RSA key. */
export function encodeHeartbeat(beat: ServerHeartbeat, privateKey: KeyObject): Frames {
  const { sequence, timestamp, server, type, incarnation_id } = beat;
  const body = Buffer.from(JSON.stringify({ sequence, timestamp, server, type, incarnation_id }));
  const signature = rawSign(heartbeatDigest(body), privateKey).toString('base64');
  return [formatHeader('2.0', 'rsa2048_sha1', signature), body];
}

/** The order in which a stock client writes its fields, ours last. It is also the list of what may be sent. */
const NODE_FIELDS = [
  'node',
  'client',
  'protocol_version',
  'org',
  'type',
  'sequence',
  'timestamp',
  'incarnation_id',
  'job_state',
  'job_id',
  'stdout',
  'stderr',
  'exit_code',
  'reason',
  'ack',
];

/** Fields in the order of the original server. */
function commandBody(message: CommandMessage): string {
  const { sequence, timestamp, type } = message;
  if (type === 'abort' || type === 'ack') return JSON.stringify({ sequence, timestamp, type });
  if (type === 'run' || type === 'result_ack')
    return JSON.stringify({ sequence, timestamp, type, job_id: message.job_id });
  const { job_id, server, command, user, dir, env, file, capture } = message;
  return JSON.stringify({ sequence, timestamp, type, job_id, server, command, user, dir, env, file, capture });
}

const NO_STAMP = { sequence: 0, timestamp: '' } as const;

/** How `commandBody` begins. */
const startOfBody = ({ sequence, timestamp }: Pick<CommandMessage, 'sequence' | 'timestamp'>): string =>
  JSON.stringify({ sequence, timestamp }).slice(0, -1);

const seal = (text: string, key: Buffer, version: ProtocolVersion): Frames => sealBody(Buffer.from(text), key, version);

function sealBody(body: Buffer, key: Buffer, version: ProtocolVersion): Frames {
  return [formatHeader(version, 'hmac_sha256', hmac(body, key)), body];
}

interface Opened {
  readonly header: Header;
  readonly body: Buffer;
}

function open(frames: readonly Buffer[], method: SigningMethod, limits: Limits): Opened | Rejection {
  const [first, body] = frames;
  if (first === undefined || body === undefined || frames.length !== 2) return 'frame_count';
  if (first.length > MAX_HEADER_BYTES || body.length > limits.maxBodyBytes) return 'too_big';
  const header = parseHeader(first, method);
  return typeof header === 'string' ? header : { header, body };
}

const hmac = (body: Buffer, key: Buffer): string => createHmac('sha256', key).update(body).digest('base64');

function hmacHolds({ header, body }: Opened, key: Buffer): boolean {
  const [said, expected] = [Buffer.from(header.signature), Buffer.from(hmac(body, key))];
  return said.length === expected.length && timingSafeEqual(said, expected);
}

const heartbeatDigest = (body: Buffer): string => createHash('sha1').update(body).digest('base64');

function readBody<Message extends { timestamp: string }>(schema: Schema<Message>, body: Buffer, limits: Limits) {
  const json = parseJson(body);
  return json === undefined ? reject('bad_json') : readMessage(schema, json, limits);
}

function readMessage<Message extends { timestamp: string }>(
  schema: Schema<Message>,
  json: object,
  limits: Limits,
): Decoded<Message> {
  const parsed = schema.safeParse(json);
  if (!parsed.success) return reject('bad_message');
  const sentMs = parseRfc1123(parsed.data.timestamp);
  if (sentMs === undefined) return reject('bad_message');
  const skewMs = sentMs - limits.nowMs;
  if (Math.abs(skewMs) > limits.maxSkewMs) return { ...reject('stale'), skewMs };
  return { ok: true, message: parsed.data };
}

function parseJson(body: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readClaimed(json: object): Claimed | undefined {
  const { org, node } = json as { org?: unknown; node?: unknown }; // every object may be asked for these two
  return isName(org) && isName(node) ? { org, node } : undefined;
}

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME_LENGTH;

const reject = (why: Rejection) => ({ ok: false, why }) as const;
