import { curveKeys, FakeNode } from '@push-jobs/testing';
import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import { ORGANIZATION } from '@push-jobs/local';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestCluster } from './local-cluster.ts';
import { SignedClient } from './signed-client.ts';

const ADMIN = fileURLToPath(new URL('../../apps/orchestrator/dist/admin.js', import.meta.url));

interface NodeConfig {
  public_key: string;
  curve_public_key: string;
  push_jobs: { heartbeat: { out_addr: string; command_addr: string } };
  encoded_session_key: { key: string };
}

/** Makes a client in the directory and configures a node of that name as a stock client does; it is not connected yet. */
export async function stockNode(system: TestCluster, name: string): Promise<FakeNode> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const clients = [{ name, public_key: publicKey.export({ type: 'spki', format: 'pem' }) }];
  const declaration = path.join(system.dir, `${name}.json`);
  writeFileSync(declaration, JSON.stringify({ organizations: [{ name: ORGANIZATION, clients }] }));
  const env = { ...process.env, DATABASE_URL: system.cluster.databaseUrl };
  execFileSync(process.execPath, [ADMIN, 'apply', declaration], { env });

  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const client = new SignedClient(`http://127.0.0.1:${system.cluster.options.gatewayPort}`, name, pem);
  const curve = curveKeys();
  const query = `ccpk=${encodeURIComponent(curve.publicKey)}&version=2.0`;
  const { body } = await client.json<NodeConfig>('GET', `${system.path(`config/${name}`)}?${query}`);
  const encrypted = Buffer.from(body.encoded_session_key.key, 'base64');
  // PKCS#1 v1.5: 00 02, padding without zeros, 00, and the 32 bytes of the key.
  const padded = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encrypted);
  return new FakeNode({
    organization: ORGANIZATION,
    node: name,
    commandAddress: body.push_jobs.heartbeat.command_addr,
    heartbeatAddress: body.push_jobs.heartbeat.out_addr,
    serverPublicKey: body.public_key,
    serverCurveKey: body.curve_public_key,
    curve,
    sessionKey: padded.subarray(-32),
  });
}
