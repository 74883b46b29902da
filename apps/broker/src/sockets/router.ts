import type { Frames } from '@push-jobs/protocol';
import { type Context, Router } from 'zeromq';
import type { Events } from '../events.ts';
import type { Channel } from '../keys/channel.ts';
import type { ServerSecrets } from '../keys/server-secrets.ts';
import type { Valve } from '../valve.ts';
import { ZAP_DOMAIN } from './zap.ts';

export interface RouterOptions {
  readonly channel: Channel;
  readonly host: string;
  readonly port: number;
}

/** A message as it came: routing id, header, body, or whatever else a peer sent. */
export interface Incoming {
  readonly frames: readonly Buffer[];
  readonly socket: CommandSocket;
  /** Tells connections apart, over all sockets: peers may choose their routing ids. */
  readonly route: string;
}

/**
 * Longer frames cost their sender the connection, before they fill our memory. What is shorter than this and longer than
 * a body may be is refused by the codec, which names it in the log and leaves the connection alone.
 */
const LONGEST_FRAME_BYTES = 1_048_576;

/** Messages that may wait for one node: a job's command is one, and a node that takes none is beyond help. */
const QUEUE_PER_NODE = 100;

/**
 * Messages of one connection that libzmq keeps for us. What comes beyond stays in the node's socket: with a thousand, its
 * default, a few nodes with long messages would fill our memory while nothing is read.
 */
const UNREAD_PER_NODE = 32;

const KEEPALIVE = { tcpKeepalive: 1, tcpKeepaliveIdle: 60, tcpKeepaliveInterval: 15, tcpKeepaliveCount: 4 } as const;

/**
 * The command channel (wire contract section 5). The encrypted one speaks CURVE and nothing else; the plain one, for 1.x
 * nodes, is a socket of its own, so that nobody can talk either of them into the other's ways.
 */
export class CommandSocket {
  readonly channel: Channel;
  private readonly socket: Router;
  private readonly address: string;
  private readonly stopping = new AbortController();
  private reading: Promise<void> = Promise.resolve();

  constructor(
    context: Context,
    secrets: ServerSecrets,
    options: RouterOptions,
    private readonly valve: Valve,
    private readonly events: Events,
  ) {
    this.channel = options.channel;
    this.address = `tcp://${options.host}:${options.port}`;
    this.socket = new Router({
      context,
      ...(options.channel === 'encrypted' ? encryption(secrets) : {}),
      mandatory: true, // a send to a connection that is gone fails, and the command counts as undelivered
      handover: false, // nobody takes over a routing id that is in use
      sendTimeout: 0, // one node that does not read must not hold up the others
      sendHighWaterMark: QUEUE_PER_NODE,
      receiveHighWaterMark: UNREAD_PER_NODE,
      maxMessageSize: LONGEST_FRAME_BYTES,
      handshakeInterval: 10_000, // ten thousand handshakes at once take about as long
      backlog: 4_096,
      linger: 0,
      ...KEEPALIVE,
    });
    this.watch();
  }

  async open(hear: (message: Incoming) => void): Promise<void> {
    await this.socket.bind(this.address);
    this.reading = this.read(hear);
  }

  /** @returns false where the connection is gone, or takes no more */
  async send(routingId: Buffer, [header, body]: Frames): Promise<boolean> {
    if (this.socket.closed) return false;
    // libzmq takes the message, or refuses it, before `send` returns: no other send can come between.
    return this.socket.send([routingId, header, body]).then(
      () => true,
      () => false,
    );
  }

  async close(): Promise<void> {
    this.stopping.abort();
    this.socket.close();
    await this.reading;
  }

  private async read(hear: (message: Incoming) => void): Promise<void> {
    const { signal } = this.stopping;
    try {
      // Not the socket's own iterator, which makes three promises of each message.
      while (!signal.aborted) {
        const frames = await this.socket.receive();
        hear({ frames, socket: this, route: `${this.channel} ${frames[0]?.toString('latin1') ?? ''}` });
        if (this.valve.shut) await this.valve.opened(signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error; // closed while it waited
    }
  }

  private watch(): void {
    const { events } = this.socket;
    events.on('handshake', () => this.events.handshake(this.channel));
    events.on('handshake:error:auth', ({ error }) => this.events.handshakeRefused(authFailure(error.status)));
    events.on('handshake:error:protocol', () => this.events.handshakeRefused('protocol'));
    events.on('handshake:error:other', () => this.events.handshakeRefused('other'));
    events.on('disconnect', () => this.events.disconnected());
  }
}

const encryption = ({ curve }: ServerSecrets) => ({
  curveServer: true,
  curvePublicKey: curve.publicKey,
  curveSecretKey: curve.secretKey,
  zapDomain: ZAP_DOMAIN,
});

/** `300` is our own answer while Postgres is away. */
const authFailure = (status: number): 'auth' | 'unavailable' => (status === 300 ? 'unavailable' : 'auth');
