import { FEATURES, signRequest } from '@push-jobs/protocol';
import { z } from 'zod';
import type { AgentConfig } from './config.ts';
import { type NodeConfiguration, readNodeConfiguration } from './node-configuration.ts';

const ServerError = z.object({ error: z.union([z.string(), z.array(z.string())]) });
const ANSWER_WITHIN_MS = 20_000;
/** Asking again would not help: somebody has to change something first (wire contract section 4). */
const FINAL: ReadonlySet<number> = new Set([401, 403, 404]);

/** The server will not have this node, or this node will not have the server. */
export class Refused extends Error {
  override name = 'Refused';
}

/**
 * Asks the server once for this node's configuration, in a signed request that registers `curvePublicKey` as ours.
 * Throws Refused where asking again cannot help, and another Error where it can.
 */
export async function requestConfiguration(
  config: AgentConfig,
  curvePublicKey: string,
  signal?: AbortSignal,
): Promise<NodeConfiguration> {
  const url = new URL(`${config.serverUrl}/pushy/config/${encodeURIComponent(config.nodeName)}`);
  url.search = new URLSearchParams({ ccpk: curvePublicKey, version: '2.0', features: FEATURES.join(',') }).toString();
  const timeout = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const response = await fetch(url, {
    headers: { Accept: 'application/json', ...signatureOf(url, config) },
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
  }).catch((error: unknown) => {
    throw new Error(`cannot reach ${url.origin}: ${rootOf(error)}`, { cause: error });
  });
  if (!response.ok) throw await refusal(response);
  const answer = readNodeConfiguration(await response.json(), config.clientKey);
  if (answer.curvePublicKey === undefined && !config.allowUnencrypted) {
    throw new Refused(
      'the server offers no encryption, as 1.x servers do; allow_unencrypted would let it be used anyway',
    );
  }
  return answer;
}

function signatureOf(url: URL, config: AgentConfig): Record<string, string> {
  const timestamp = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const request = { method: 'GET', path: url.pathname, body: Buffer.alloc(0), userId: config.nodeName, timestamp };
  return signRequest({ ...request, serverApiVersion: '1' }, config.clientKey, '1.3');
}

async function refusal(response: Response): Promise<Error> {
  const why = `the server answered ${response.status}: ${reasonIn(await response.text())}`;
  return FINAL.has(response.status) ? new Refused(why) : new Error(why);
}

/** Errors are `{"error":"..."}` or `{"error":["..."]}`; a proxy in between may say anything. */
function reasonIn(body: string): string {
  try {
    return [ServerError.parse(JSON.parse(body)).error].flat().join(', ');
  } catch {
    // not one of ours: shown as it is
  }
  return body.slice(0, 200).trim() || 'without a reason';
}

/** What fetch says is `fetch failed`; why is in the cause. */
function rootOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
