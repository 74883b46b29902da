import { execFile } from 'node:child_process';
import { constants, generateKeyPair, type KeyObject, privateDecrypt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { curveKeys, FakeNode } from '@push-jobs/testing';
import type { TestCluster } from '../support/local-cluster.ts';
import { signatureHeaders } from '../support/request-signature.ts';

const ADMINISTRATION = fileURLToPath(new URL('../../apps/orchestrator/dist/admin.js', import.meta.url));

export const FUZZ_ORGANIZATION = 'fuzz';
export const FUZZ_ADMIN = 'fuzz-admin';
export const FUZZ_MEMBER = 'fuzz-member';
/** Nodes whose configuration is asked for over and over. */
export const FUZZ_NODES = Array.from({ length: 8 }, (_, i) => `fuzz-node-${i}`);
/** Nodes that connect, and whose keys stay as they are. */
export const FUZZ_PEERS = Array.from({ length: 8 }, (_, i) => `fuzz-peer-${i}`);

const newKeys = () => promisify(generateKeyPair)('rsa', { modulusLength: 2048 });

interface NodeConfig {
  public_key: string;
  curve_public_key: string;
  push_jobs: { heartbeat: { out_addr: string; command_addr: string } };
  encoded_session_key: { key: string };
}

/** An organization beside the good node's, whose people and nodes do the mischief. All of them have the same key. */
export class Inhabitants {
  private constructor(
    private readonly system: TestCluster,
    readonly key: KeyObject,
    /** A good key that nobody knows. */
    readonly strangersKey: KeyObject,
  ) {}

  static async settle(system: TestCluster): Promise<Inhabitants> {
    const [{ privateKey, publicKey }, strangers] = await Promise.all([newKeys(), newKeys()]);
    const public_key = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const named = (name: string) => ({ name, public_key });
    const organization = {
      name: FUZZ_ORGANIZATION,
      users: [FUZZ_ADMIN, FUZZ_MEMBER],
      clients: [...FUZZ_NODES, ...FUZZ_PEERS].map(named),
      groups: { admins: { users: [FUZZ_ADMIN] } },
    };
    const users = [named(FUZZ_ADMIN), named(FUZZ_MEMBER)];
    const declaration = path.join(system.dir, 'fuzz.json');
    await writeFile(declaration, JSON.stringify({ users, organizations: [organization] }));
    const env = { ...process.env, DATABASE_URL: system.cluster.databaseUrl };
    await promisify(execFile)(process.execPath, [ADMINISTRATION, 'apply', declaration], { env });
    return new Inhabitants(system, privateKey, strangers.privateKey);
  }

  /** A node with valid curve and session keys; it is not connected yet. */
  async configured(node: string): Promise<FakeNode> {
    const curve = curveKeys();
    const target = `/organizations/${FUZZ_ORGANIZATION}/pushy/config/${node}?ccpk=${encodeURIComponent(curve.publicKey)}`;
    const headers = signatureHeaders({ method: 'GET', path: target, body: '', userId: node }, this.key);
    const response = await fetch(`http://127.0.0.1:${this.system.cluster.options.gatewayPort}${target}`, { headers });
    if (!response.ok) throw new Error(`the configuration of ${node} was answered ${response.status}`);
    const config = (await response.json()) as NodeConfig; // wire contract section 4
    const encrypted = Buffer.from(config.encoded_session_key.key, 'base64');
    // Node.js does not take PKCS#1 v1.5 padding off; what it covers are the last 32 bytes.
    const padded = privateDecrypt({ key: this.key, padding: constants.RSA_NO_PADDING }, encrypted);
    return new FakeNode({
      organization: FUZZ_ORGANIZATION,
      node,
      commandAddress: config.push_jobs.heartbeat.command_addr,
      heartbeatAddress: config.push_jobs.heartbeat.out_addr,
      serverPublicKey: config.public_key,
      serverCurveKey: config.curve_public_key,
      curve,
      sessionKey: padded.subarray(-32),
    });
  }
}
