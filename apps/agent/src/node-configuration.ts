import { decryptSessionKey, type ProtocolVersion, readFeatures } from '@push-jobs/protocol';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const seconds = z.number().positive();
const tcpAddress = z.string().regex(/^tcp:\/\/.+:\d+$/, 'expected tcp://HOST:PORT');

/** What a server answers to a node that asks for its configuration (wire contract section 4). */
const Answer = z.object({
  public_key: z.string(),
  /** A 1.x server has none. */
  curve_public_key: z.string().length(40).nullish(),
  push_jobs: z.object({
    heartbeat: z.object({
      out_addr: tcpAddress,
      command_addr: tcpAddress,
      interval: seconds,
      offline_threshold: z.int().positive(),
      online_threshold: z.int().positive(),
    }),
  }),
  encoded_session_key: z.object({ method: z.literal('hmac_sha256'), key: z.string() }),
  lifetime: seconds.default(3600),
  max_message_skew: seconds.default(300),
  max_body_size: z.int().positive().default(65_536),
  incarnation_id: z.string(),
  /** Only of a server that has any of our extensions; whatever is in it, the rest is good. */
  features: z.unknown().optional().transform(readFeatures),
});

/** The same, in the units and types the agent works with. */
export interface NodeConfiguration {
  readonly heartbeatAddress: string;
  readonly commandAddress: string;
  readonly intervalMs: number;
  readonly offlineThreshold: number;
  readonly onlineThreshold: number;
  readonly lifetimeMs: number;
  readonly maxSkewMs: number;
  readonly maxBodyBytes: number;
  /** Of the server; another one in a heartbeat means that the configuration may be stale. */
  readonly incarnationId: string;
  /** Signs the server's heartbeats. */
  readonly publicKey: KeyObject;
  readonly sessionKey: Buffer;
  /** Absent: the command channel is not encrypted. */
  readonly curvePublicKey?: string;
  /** What the server speaks: `1.0` where it does not encrypt. */
  readonly version: ProtocolVersion;
  /** Results that ask for it are acknowledged, so they may be repeated until they are. */
  readonly acknowledgesResults: boolean;
}

/** Throws an Error that says what is wrong with the answer, without its keys. */
export function readNodeConfiguration(json: unknown, clientKey: KeyObject): NodeConfiguration {
  const parsed = Answer.safeParse(json);
  if (!parsed.success) throw new Error(`the server's configuration is not usable: ${z.prettifyError(parsed.error)}`);
  const { push_jobs, curve_public_key, ...answer } = parsed.data;
  const curvePublicKey = curve_public_key ?? undefined;
  const { heartbeat } = push_jobs;
  return {
    heartbeatAddress: heartbeat.out_addr,
    commandAddress: heartbeat.command_addr,
    intervalMs: heartbeat.interval * 1000,
    offlineThreshold: heartbeat.offline_threshold,
    onlineThreshold: heartbeat.online_threshold,
    lifetimeMs: answer.lifetime * 1000,
    maxSkewMs: answer.max_message_skew * 1000,
    maxBodyBytes: answer.max_body_size,
    incarnationId: answer.incarnation_id,
    publicKey: createPublicKey(answer.public_key),
    acknowledgesResults: answer.features.includes('result_ack'),
    sessionKey: decryptSessionKey(answer.encoded_session_key.key, clientKey),
    ...(curvePublicKey === undefined ? { version: '1.0' } : { version: '2.0', curvePublicKey }),
  };
}
