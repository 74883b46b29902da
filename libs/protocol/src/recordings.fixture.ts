import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { SigningVersion } from './signing/canonical.ts';

const FOLDER = new URL('../vectors/', import.meta.url);

/** One of the recorded files as it stands; `vectors/README.md` says what each of them holds. */
const read = (path: string): string => readFileSync(new URL(path, FOLDER), 'utf8');

export interface RecordedSignature {
  version: SigningVersion;
  method: string;
  path: string;
  body: string;
  user_id: string;
  timestamp: string;
  server_api_version: string;
  key: string;
  canonical_request: string;
  headers: Record<string, string>;
}

interface RecordedSignatures {
  keys: Record<string, { private: string; public: string }>;
  vectors: RecordedSignature[];
}

// The recordings are ours and never change, so the shapes declared here are what the files hold.
export const signatures = JSON.parse(read('sign_fixed.json')) as RecordedSignatures;

export function recordedKey(name: string): { private: string; public: string } {
  const key = signatures.keys[name];
  if (key === undefined) throw new Error(`no key ${name} was recorded`);
  return key;
}

export const privateKey = (name: string): KeyObject => createPrivateKey(recordedKey(name).private);

export interface RecordedRequest {
  name: string;
  user: string;
  public_key_pem: string;
  canonical_request: string;
  request: { method: string; target: string; headers: [string, string][]; body_b64: string };
}

export const requests: RecordedRequest[] = readdirSync(new URL('http/', FOLDER)).map(
  (file) => JSON.parse(read(`http/${file}`)) as RecordedRequest, // as above
);

interface RecordedFrames {
  type?: string;
  t: string;
  dir: 'server->client' | 'client->server';
  hmac_key_hex?: string;
  frames: { hex: string; utf8: string; json?: Record<string, unknown> }[];
}

export interface RecordedConfig {
  type?: string;
  dir: 'config';
  session_key_hex: string;
  config: { public_key: string; curve_public_key?: string; encoded_session_key: { key: string } };
}

type Recorded = RecordedFrames | RecordedConfig;

const samples = JSON.parse(read('zmq_samples.json')) as Recorded[]; // as above
const session = read('zmq_session.jsonl')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded); // as above

export interface RecordedMessage {
  title: string;
  from: 'node' | 'server' | 'server to all';
  frames: Buffer[];
  header: string;
  body: string;
  json: Record<string, unknown>;
  key: Buffer;
  /** The server's RSA key at that time. */
  publicKey: string;
  sentMs: number;
}

/** Recorded messages, each with the keys that were valid when it was sent. */
function messagesOf(recorded: readonly Recorded[], source: string): RecordedMessage[] {
  const found: RecordedMessage[] = [];
  recorded.forEach((entry, index) => {
    if (entry.dir === 'config') return;
    // The server's key comes with a configuration; each recording has one soon after its first heartbeat.
    const config =
      recorded.slice(index).find((later) => later.dir === 'config') ?? recorded.find((any) => any.dir === 'config');
    const body = entry.frames.at(-1);
    const json = entry.frames[1]?.json ?? {};
    found.push({
      title: `${source} ${index}: ${String(json['type'])} from the ${entry.dir === 'client->server' ? 'node' : 'server'}`,
      from: entry.dir === 'client->server' ? 'node' : entry.hmac_key_hex === undefined ? 'server to all' : 'server',
      frames: entry.frames.map((frame) => Buffer.from(frame.hex, 'hex')),
      header: entry.frames[0]?.utf8 ?? '',
      body: body?.utf8 ?? '',
      json,
      key: Buffer.from(entry.hmac_key_hex ?? '', 'hex'),
      publicKey: config?.dir === 'config' ? config.config.public_key : '',
      sentMs: Date.parse(String(json['timestamp'])),
    });
  });
  return found;
}

export const sessionMessages = messagesOf(session, 'session');
export const messages = [...messagesOf(samples, 'sample'), ...sessionMessages];
export const configs = [...samples, ...session].filter((entry): entry is RecordedConfig => entry.dir === 'config');
