import { eventually } from '@push-jobs/local';
import { curveKeys, FakeNode } from '@push-jobs/testing';
import { constants, type KeyObject, privateDecrypt } from 'node:crypto';
import { HEARTBEAT_INTERVAL_SECONDS } from '../setup.ts';
import type { Principal } from './principal.ts';
import type { Tenant } from './tenant.ts';

interface NodeConfiguration {
  readonly public_key: string;
  readonly curve_public_key: string;
  readonly push_jobs: { readonly heartbeat: { readonly out_addr: string; readonly command_addr: string } };
  readonly encoded_session_key: { readonly key: string };
}

/** A node that keeps heartbeating and answers commands only when the test says so. */
export class ScriptedNode implements AsyncDisposable {
  private readonly beating: NodeJS.Timeout;
  private state: 'idle' | 'committed' | 'running' = 'idle';
  private job: string | null = null;
  /** The job of a `commit` that is still to be answered. */
  private asked: string | undefined;

  private constructor(
    private readonly node: FakeNode,
    private readonly client: Principal,
    private readonly statePath: string,
  ) {
    const period = (HEARTBEAT_INTERVAL_SECONDS * 1000) / 4;
    this.beating = setInterval(() => void node.heartbeat(this.state, this.job).catch(() => undefined), period);
  }

  /** Configures a client of the tenant as a node, and waits until it is available. */
  static async available(tenant: Tenant, name: string): Promise<ScriptedNode> {
    const client = tenant.as(name);
    const node = new ScriptedNode(
      (await configure(tenant, client)).connect(),
      client,
      tenant.path(`node_states/${name}`),
    );
    await node.node.heartbeat();
    await node.recovers();
    return node;
  }

  /** Answers the `abort` that ends its rehab, and waits until it takes jobs again. */
  async recovers(): Promise<void> {
    await this.aborted();
    await eventually(`${this.client.name} is available`, async () => {
      const { json } = await this.client.get(this.statePath);
      return (json as { availability: string }).availability === 'available'; // the tests of 3.23 check its shape
    });
  }

  /** Waits for an `abort` and answers it. */
  async aborted(): Promise<void> {
    await this.node.next('abort');
    this.be('idle', null);
    await this.node.send('aborted');
  }

  /** Waits for a `commit`, which stays unanswered for now. */
  async isAsked(): Promise<void> {
    this.asked = (await this.node.next('commit')).job_id;
  }

  /** Accepts the `commit`, which it waits for where there was none yet. */
  async commits(): Promise<void> {
    const job = await this.offer();
    this.be('committed', job);
    await this.node.send('ack_commit', { job_id: job });
  }

  /** Refuses the `commit`, which it waits for where there was none yet. */
  async refuses(): Promise<void> {
    await this.node.send('nack_commit', { job_id: await this.offer() });
  }

  /** Waits for `run` and starts. */
  async runs(): Promise<void> {
    const { job_id: job } = await this.node.next('run');
    this.be('running', job);
    await this.node.send('ack_run', { job_id: job });
  }

  /** Sends the result of the run. */
  async ends(result: 'succeeded' | 'failed', output: { stdout?: string; stderr?: string } = {}): Promise<void> {
    const job = this.job;
    this.be('idle', null);
    await this.node.send(result, { job_id: job, ...output });
  }

  /** A whole job, with this result. */
  async performs(result: 'succeeded' | 'failed', output: { stdout?: string; stderr?: string } = {}): Promise<void> {
    await this.commits();
    await this.runs();
    await this.ends(result, output);
  }

  /** Says so unasked, as a node whose run was interrupted does. */
  async crashes(): Promise<void> {
    const job = this.job;
    this.be('idle', null);
    await this.node.send('aborted', { job_id: job });
  }

  /** Speaks of a job that nobody knows, which takes it out of service until an `abort` is answered. */
  async falls(): Promise<void> {
    this.be('running', '0'.repeat(32));
    await this.node.heartbeat(this.state, this.job);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.beating);
    await this.node[Symbol.asyncDispose]();
  }

  private async offer(): Promise<string> {
    if (this.asked === undefined) await this.isAsked();
    const job = this.asked;
    this.asked = undefined;
    if (job === undefined) throw new Error('nothing was offered');
    return job;
  }

  private be(state: 'idle' | 'committed' | 'running', job: string | null): void {
    this.state = state;
    this.job = job;
  }
}

async function configure(tenant: Tenant, client: Principal): Promise<FakeNode> {
  const curve = curveKeys();
  const query = `ccpk=${encodeURIComponent(curve.publicKey)}&version=2.0`;
  const { status, json } = await client.get(`${tenant.path(`config/${client.name}`)}?${query}`);
  if (status !== 200) throw new Error(`the configuration request of ${client.name} was answered ${status}`);
  return nodeWith(json, { organization: tenant.organization, node: client.name, curve, key: client.key });
}

/** The node that a configuration makes. `key`: whoever asked for it, and can open its session key. */
export function nodeWith(
  json: unknown,
  { organization, node, curve, key }: Pick<FakeNode['options'], 'organization' | 'node' | 'curve'> & { key: KeyObject },
): FakeNode {
  const configuration = json as NodeConfiguration; // the tests of 3.6 check its keys
  const encrypted = Buffer.from(configuration.encoded_session_key.key, 'base64');
  // Node.js refuses to take the padding of PKCS#1 v1.5 off: 00 02, bytes other than 00, 00, and the 32 of the key.
  const padded = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encrypted);
  return new FakeNode({
    organization,
    node,
    commandAddress: configuration.push_jobs.heartbeat.command_addr,
    heartbeatAddress: configuration.push_jobs.heartbeat.out_addr,
    serverPublicKey: configuration.public_key,
    serverCurveKey: configuration.curve_public_key,
    curve,
    sessionKey: padded.subarray(-32),
  });
}
