import { constants, type KeyObject, privateDecrypt } from 'node:crypto';
import type { Answer } from '../support-http/answer.ts';
import type { Principal } from '../support-http/principal.ts';
import type { Tenant } from '../support-http/tenant.ts';

/** A node's configuration as wire contract section 4 lists it; the tests of 4.1 check that it has these keys. */
export interface NodeConfiguration {
  readonly host: string;
  readonly public_key: string;
  readonly curve_public_key: string;
  readonly push_jobs: {
    readonly heartbeat: { readonly out_addr: string; readonly command_addr: string; readonly interval: number };
  };
  readonly encoded_session_key: { readonly method: string; readonly key: string };
  readonly max_body_size: number;
  readonly incarnation_id: string;
}

/** What a 2.x client asks with. */
export const configurationPath = (tenant: Tenant, node: string, ccpk: string): string =>
  `${tenant.path(`config/${node}`)}?ccpk=${encodeURIComponent(ccpk)}&version=2.0`;

/** Asks for a node's configuration and leaves the answer as it is. */
export const askForConfiguration = (tenant: Tenant, who: Principal, node: string, ccpk: string): Promise<Answer> =>
  who.get(configurationPath(tenant, node, ccpk));

/** @throws Error where the request is refused */
export async function fetchConfiguration(tenant: Tenant, name: string, ccpk: string): Promise<NodeConfiguration> {
  const { status, json, body } = await askForConfiguration(tenant, tenant.as(name), name, ccpk);
  if (status !== 200) throw new Error(`${name} asked for its configuration and got ${status}: ${body.toString()}`);
  return json as NodeConfiguration; // see above
}

const SESSION_KEY_BYTES = 32;

/**
 * Takes the padding of PKCS#1 v1.5 off by hand, since Node.js 20 refuses to (CVE-2023-46809): 00 02, at least eight
 * bytes other than 00, 00, and the key.
 * @throws Error where the block is anything else
 */
export function sessionKeyOf({ encoded_session_key: { key } }: NodeConfiguration, privateKey: KeyObject): Buffer {
  const encrypted = Buffer.from(key, 'base64');
  const block = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encrypted);
  const end = block.indexOf(0, 2);
  const isPadded = block[0] === 0 && block[1] === 2 && end >= 10;
  if (!isPadded || block.length - end - 1 !== SESSION_KEY_BYTES) throw new Error('this is no session key');
  return block.subarray(end + 1);
}
