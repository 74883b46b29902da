import { eventually } from '@push-jobs/local';
import type { CommandMessage } from '@push-jobs/protocol';
import { curveKeys, FakeNode } from '@push-jobs/testing';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Tenant } from '../support-http/tenant.ts';
import { HEARTBEAT_INTERVAL_SECONDS } from '../setup.ts';
import { fetchConfiguration, type NodeConfiguration, sessionKeyOf } from './node-configuration.ts';
import { presenceOf } from './presence.ts';

type Message = Parameters<FakeNode['send']>[0];
type Fields = NonNullable<Parameters<FakeNode['send']>[1]>;

/** Four times per interval: a test on a busy machine must not lose a node that it did not mean to lose. */
const BEAT_EVERY_MS = (HEARTBEAT_INTERVAL_SECONDS * 1000) / 4;

const WAIT_MS = 30_000;

/** What a stock client is after it sent a message; after any other it is what it was. */
const STATE_AFTER: Partial<Record<Message, 'idle' | 'committed' | 'running'>> = {
  ack_commit: 'committed',
  ack_run: 'running',
  succeeded: 'idle',
  failed: 'idle',
  aborted: 'idle',
};

/**
 * A node as a stock client makes itself one: configured by a signed request of its own client, beating all the time, its
 * heartbeats saying what it last answered. What it answers, and when, the test decides; only aborts it obeys by itself,
 * unless it was told not to.
 */
export class StockNode implements AsyncDisposable {
  private state: 'idle' | 'committed' | 'running' = 'idle';
  private beating: NodeJS.Timeout | undefined;
  private readonly commands = new EventEmitter();
  private unread: CommandMessage[] = [];
  private gone = false;
  /** The job it was last asked to commit to. */
  job = '';
  obeysAborts = true;

  private constructor(
    readonly tenant: Tenant,
    readonly name: string,
    readonly configuration: NodeConfiguration,
    readonly wire: FakeNode,
  ) {
    void this.listen();
  }

  /** Configured, and not connected yet. `curve`: the keys of a node that asks again. */
  static async configured(tenant: Tenant, name: string, curve = curveKeys()): Promise<StockNode> {
    const configuration = await fetchConfiguration(tenant, name, curve.publicKey);
    const { out_addr, command_addr } = configuration.push_jobs.heartbeat;
    const wire = new FakeNode({
      organization: tenant.organization,
      node: name,
      commandAddress: command_addr,
      heartbeatAddress: out_addr,
      serverPublicKey: configuration.public_key,
      serverCurveKey: configuration.curve_public_key,
      curve,
      sessionKey: sessionKeyOf(configuration, tenant.as(name).key),
    });
    return new StockNode(tenant, name, configuration, wire);
  }

  /** Connected, beating, through rehab. */
  static async available(tenant: Tenant, name: string): Promise<StockNode> {
    const node = await StockNode.configured(tenant, name);
    await node.connects().recovers();
    return node;
  }

  /** On a new connection, of the same process. */
  connects(): this {
    this.wire.connect();
    return this.beats();
  }

  /** The client is started anew: another process, with nothing of the old one's in its head. */
  restarts(): this {
    this.wire.incarnation = randomUUID();
    this.state = 'idle';
    return this.connects();
  }

  /** A heartbeat now, and from now on. */
  beats(): this {
    this.goesSilent();
    const beat = () => {
      const job = this.state === 'idle' ? null : this.job;
      void this.wire.heartbeat(this.state, job).catch(() => undefined); // the connection was closed meanwhile
    };
    beat();
    this.beating = setInterval(beat, BEAT_EVERY_MS);
    return this;
  }

  goesSilent(): void {
    clearInterval(this.beating);
  }

  /**
   * The next command of this type; those before it are passed over.
   * @throws Error after thirty seconds without
   */
  async hears<T extends CommandMessage['type']>(type: T): Promise<Extract<CommandMessage, { type: T }>> {
    const signal = AbortSignal.timeout(WAIT_MS);
    for (;;) {
      const at = this.unread.findIndex((command) => command.type === type);
      const [found] = at < 0 ? [] : this.unread.splice(0, at + 1).slice(-1);
      if (found !== undefined) return found as Extract<CommandMessage, { type: T }>; // it was sought by its type
      await once(this.commands, 'command', { signal }).catch((cause: unknown) => {
        throw new Error(`${this.name} heard no ${type} within ${WAIT_MS} ms`, { cause });
      });
    }
  }

  /** What it heard so far is of no interest to the story that begins now, least of all a `commit` that a failed test left. */
  forgets(): void {
    this.unread = [];
  }

  /** Waits for `commit`. @returns the message */
  async asked() {
    const commit = await this.hears('commit');
    this.job = commit.job_id;
    return commit;
  }

  /** Says something about the job it was last asked to commit to. */
  async says(type: Message, fields: Fields = {}): Promise<void> {
    this.state = STATE_AFTER[type] ?? this.state;
    await this.wire.send(type, { job_id: this.job, ...fields });
  }

  async commits(): Promise<void> {
    await this.asked();
    await this.says('ack_commit');
  }

  /** Waits for `run` and begins. */
  async runs(): Promise<void> {
    await this.hears('run');
    await this.says('ack_run');
  }

  /** A whole job, as a node on which all goes well lives it. */
  async performs(result: Fields = {}): Promise<void> {
    await this.commits();
    await this.runs();
    await this.says('succeeded', result);
  }

  /** Waits until the node was told to abort, and the server offers it to jobs again. */
  async recovers(): Promise<void> {
    await this.hears('abort');
    await this.becomes('online', 'available');
    this.unread = this.unread.filter(({ type }) => type !== 'abort'); // repeated, and answered as often
  }

  /** Waits until the server says so of this node. */
  async becomes(status: 'online' | 'offline', availability: 'available' | 'unavailable'): Promise<void> {
    await eventually(`${this.name} is ${status} and ${availability}`, async () => {
      const presence = await this.presence();
      return presence.status === status && presence.availability === availability;
    });
  }

  presence() {
    return presenceOf(this.tenant, this.name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.gone = true;
    this.goesSilent();
    await this.wire[Symbol.asyncDispose]();
  }

  private async listen(): Promise<void> {
    while (!this.gone) {
      const command = await this.wire.next().catch(() => undefined); // nothing for a while
      if (command === undefined || this.gone) continue;
      if (command.type === 'abort' && this.obeysAborts) await this.obey();
      this.unread.push(command);
      this.commands.emit('command');
    }
  }

  private async obey(): Promise<void> {
    const job = this.state === 'idle' ? null : this.job;
    await this.says('aborted', { job_id: job }).catch(() => undefined); // the connection was closed meanwhile
  }
}
