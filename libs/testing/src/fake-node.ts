import {
  type CommandMessage,
  decodeFromServer,
  decodeHeartbeat,
  encodeFromNode,
  type Frames,
  type NodeMessage,
  type ProtocolVersion,
  rfc1123,
  type ServerHeartbeat,
} from '@push-jobs/protocol';
import { createPublicKey, randomUUID } from 'node:crypto';
import { Context, curveKeyPair, Dealer, Subscriber } from 'zeromq';

/** What a node's configuration and its own keys come to (wire contract section 4). */
export interface FakeNodeOptions {
  readonly organization: string;
  readonly node: string;
  /** Of the command channel, such as `tcp://127.0.0.1:10002`. */
  readonly commandAddress: string;
  readonly heartbeatAddress: string;
  /** SPKI PEM. */
  readonly serverPublicKey: string;
  /** Z85; undefined: a peer without encryption. */
  readonly serverCurveKey: string | undefined;
  readonly curve: CurveKeys;
  readonly sessionKey: Buffer;
  /** What it speaks: `2.0` unless it is a 1.x client. */
  readonly version?: ProtocolVersion;
}

export interface CurveKeys {
  readonly publicKey: string;
  readonly secretKey: string;
}

/** A fresh pair, Z85: the public half is a node's `ccpk`. */
export const curveKeys = (): CurveKeys => curveKeyPair();

/** Everything any message may carry. */
type Sent = Partial<Omit<Extract<NodeMessage, { type: 'succeeded' }>, 'type'>> & {
  reason?: string;
  job_state?: 'idle' | 'committed' | 'running';
};

const WAIT_MS = 30_000;
const LIMITS = { maxSkewMs: 300_000, maxBodyBytes: 1_000_000 } as const;

/** Two descriptors per socket and thousands of nodes: the limit holds for a context from its first socket on. */
const context = new Context({ blocky: false, maxSockets: 65_535 });

/**
 * A node that does what a test tells it: real sockets and real signatures, no mind of its own. What it hears it keeps,
 * in order, until the test asks for it.
 */
export class FakeNode implements AsyncDisposable {
  /** Of the client's process; a test that restarts the node sets another. */
  incarnation: string = randomUUID();
  /** Of the last message on this connection. */
  sequence = 0;
  /** What the server spoke in its last command. */
  heardVersion: string | undefined;
  private readonly commands = new Mailbox<CommandMessage>();
  private readonly beats = new Mailbox<ServerHeartbeat>();
  private dealer: Dealer | undefined;
  private subscriber: Subscriber | undefined;
  private beating: NodeJS.Timeout | undefined;

  constructor(readonly options: FakeNodeOptions) {}

  /** Opens both channels; `sequence` starts anew, as with a stock client. */
  connect(): this {
    this.disconnect();
    const { commandAddress, heartbeatAddress, serverCurveKey, curve } = this.options;
    const keys = { curvePublicKey: curve.publicKey, curveSecretKey: curve.secretKey };
    const encryption = serverCurveKey === undefined ? {} : { curveServerKey: serverCurveKey, ...keys };
    const dealer = new Dealer({ context, linger: 0, reconnectInterval: 50, ...encryption });
    const subscriber = new Subscriber({ context, linger: 0, reconnectInterval: 50 });
    this.sequence = 0;
    this.dealer = dealer;
    this.subscriber = subscriber;
    void this.hearCommands(dealer);
    void this.hearBeats(subscriber);
    dealer.connect(commandAddress);
    subscriber.connect(heartbeatAddress);
    subscriber.subscribe();
    return this;
  }

  disconnect(): void {
    this.dealer?.close();
    this.subscriber?.close();
    this.dealer = undefined;
    this.subscriber = undefined;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.beatEvery(undefined);
    this.disconnect();
    return Promise.resolve();
  }

  heartbeat(jobState: 'idle' | 'committed' | 'running' = 'idle', jobId: string | null = null): Promise<void> {
    return this.send('heartbeat', { job_state: jobState, job_id: jobId });
  }

  /** Idle heartbeats from now on, without waiting for the first; undefined ends them. */
  beatEvery(ms: number | undefined): void {
    clearInterval(this.beating);
    if (ms !== undefined) this.beating = setInterval(() => void this.heartbeat().catch(() => undefined), ms);
  }

  /** `fields` replace or complete what every message carries: with them a test makes a message stale, or repeats one. */
  send(type: NodeMessage['type'], fields: Sent = {}): Promise<void> {
    return this.sendFrames(this.sign(type, fields));
  }

  /** A message as `send` would send it. */
  sign(type: NodeMessage['type'], fields: Sent = {}, key: Buffer = this.options.sessionKey): Frames {
    const message = {
      node: this.options.node,
      client: 'fake.example.com',
      ...(this.options.version === '1.0' ? {} : { protocol_version: '2.0' }),
      org: this.options.organization,
      type,
      sequence: fields.sequence ?? ++this.sequence,
      timestamp: rfc1123(Date.now()),
      incarnation_id: this.incarnation,
      job_id: null,
      ...fields,
    };
    return encodeFromNode(message as NodeMessage, key, this.options.version); // tests also send what no schema would let pass
  }

  async sendFrames(frames: readonly (Buffer | string)[]): Promise<void> {
    if (this.dealer === undefined) throw new Error('the node is not connected');
    await this.dealer.send([...frames]);
  }

  /**
   * The next command; with `type` the next of that type, and those before it are passed over.
   * @throws Error after thirty seconds without
   */
  async next<T extends CommandMessage['type']>(type?: T): Promise<Extract<CommandMessage, { type: T }>> {
    for (;;) {
      const command = await this.commands.take(`a command ${type ?? ''} for ${this.options.node}`);
      // Without a type every command will do.
      if (type === undefined || command.type === type) return command as Extract<CommandMessage, { type: T }>;
    }
  }

  /** The next heartbeat of the server. */
  nextBeat(): Promise<ServerHeartbeat> {
    return this.beats.take('a heartbeat of the server');
  }

  private async hearCommands(dealer: Dealer): Promise<void> {
    for await (const frames of dealer) {
      const decoded = decodeFromServer(frames, this.options.sessionKey, { nowMs: Date.now(), ...LIMITS });
      if (!decoded.ok) throw new Error(`the server sent a command that is ${decoded.why}`);
      this.heardVersion = /^Version:([^;]*)/.exec(frames[0]?.toString() ?? '')?.[1];
      this.commands.put(decoded.message);
    }
  }

  private async hearBeats(subscriber: Subscriber): Promise<void> {
    const key = createPublicKey(this.options.serverPublicKey);
    for await (const frames of subscriber) {
      const decoded = decodeHeartbeat(frames, key, { nowMs: Date.now(), ...LIMITS });
      if (!decoded.ok) throw new Error(`the server sent a heartbeat that is ${decoded.why}`);
      this.beats.put(decoded.message);
    }
  }
}

class Mailbox<T> {
  private readonly items: T[] = [];
  private readonly takers: ((item: T) => void)[] = [];

  put(item: T): void {
    const taker = this.takers.shift();
    if (taker === undefined) this.items.push(item);
    else taker(item);
  }

  take(what: string): Promise<T> {
    const [item] = this.items.splice(0, 1);
    if (item !== undefined) return Promise.resolve(item);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.takers.splice(this.takers.indexOf(taker), 1);
        reject(new Error(`waited ${WAIT_MS} ms for ${what}`));
      }, WAIT_MS);
      const taker = (taken: T): void => {
        clearTimeout(timer);
        resolve(taken);
      };
      this.takers.push(taker);
    });
  }
}
