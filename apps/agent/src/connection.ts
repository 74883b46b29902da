import {
  type CommandMessage,
  decodeFromServer,
  decodeHeartbeat,
  encodeFromNode,
  freshSequence,
  type Limits,
  type Rejection,
  rfc1123,
} from '@push-jobs/protocol';
import { Dealer, Subscriber } from 'zeromq';
import type { Identity } from './identity.ts';
import { type Answer, isResult, type jobState } from './job-machine.ts';
import type { NodeConfiguration } from './node-configuration.ts';

/** What a node says of its own accord. */
export type Beat = { readonly type: 'heartbeat' } & ReturnType<typeof jobState>;
export type Outgoing = Answer | Beat;

export interface Listener {
  /** The server was heard, with the incarnation it is in now. */
  serverBeat(incarnationId: string): void;
  command(message: CommandMessage): void;
  /** The command channel works, for the first time or again. */
  connected(): void;
  disconnected(): void;
  /** The server does not take our key, or speaks another kind of channel. */
  keyRefused(): void;
  dropped(channel: 'heartbeat' | 'command', why: Rejection | 'replayed'): void;
}

/** Names of the sender that every message carries. */
export interface Sender {
  readonly node: string;
  readonly organization: string;
  readonly identity: Identity;
}

/** A reconnecting peer waits about this long, more with each attempt. */
const RECONNECT_MS = 250;
const RECONNECT_AT_MOST_MS = 5_000;
/**
 * A dead path is noticed in about half a minute, by TCP: pings of ZMTP would do it too, but a server with a libzmq from
 * before 4.2 does not answer them.
 */
const KEEPALIVE = { tcpKeepalive: 1, tcpKeepaliveIdle: 15, tcpKeepaliveInterval: 5, tcpKeepaliveCount: 3 } as const;
const ACKNOWLEDGED_WITHIN_MS = 20_000;
const MAX_HEADER_BYTES = 2_048;
const SEND_HIGH_WATER_MARK = 3;
/**
 * A message that cannot leave yet is dated, signed and tried again after this: one that waited in ZeroMQ would be stale
 * after a long outage, and ZeroMQ does not always notice that a connection has come which it could leave by.
 */
const TRY_AGAIN_MS = 500;

const transport = {
  linger: 0,
  reconnectInterval: RECONNECT_MS,
  reconnectMaxInterval: RECONNECT_AT_MOST_MS,
  ...KEEPALIVE,
  tcpMaxRetransmitTimeout: ACKNOWLEDGED_WITHIN_MS,
} as const;

/**
 * The two channels of one configuration (wire contract section 5). Messages wait here while the command channel is
 * down, and get their sequence, time and signature when they leave. ZeroMQ reconnects both channels by itself.
 */
export class Connection {
  private readonly heartbeats: Subscriber;
  private readonly commands: Dealer;
  private readonly outbox: Outgoing[] = [];
  private sending = false;
  private closed = false;
  private sequence = 0;
  private lastHeard: number | undefined;

  constructor(
    private readonly configuration: NodeConfiguration,
    private readonly sender: Sender,
    private readonly listener: Listener,
  ) {
    const { curvePublicKey, maxBodyBytes } = configuration;
    const { curve } = sender.identity;
    const encrypted =
      curvePublicKey === undefined
        ? {}
        : { curveServerKey: curvePublicKey, curvePublicKey: curve.publicKey, curveSecretKey: curve.secretKey };
    this.heartbeats = new Subscriber({ ...transport, maxMessageSize: maxBodyBytes + MAX_HEADER_BYTES });
    this.commands = new Dealer({
      ...transport,
      ...encrypted,
      maxMessageSize: maxBodyBytes + MAX_HEADER_BYTES,
      sendHighWaterMark: SEND_HIGH_WATER_MARK,
      sendTimeout: TRY_AGAIN_MS,
      immediate: true,
    });
  }

  open(): void {
    this.heartbeats.subscribe();
    this.heartbeats.connect(this.configuration.heartbeatAddress);
    this.watch();
    this.commands.connect(this.configuration.commandAddress);
    void this.hearHeartbeats();
    void this.hearCommands();
  }

  /** Sends as soon as the channel works. A heartbeat is worth nothing later: it is dropped while others wait. */
  send(message: Outgoing): void {
    if (message.type === 'heartbeat' && this.outbox.length > 0) return;
    this.outbox.push(message);
    if (!this.sending) void this.flush();
  }

  /** Whether a job's result is still here. */
  holdsResultOf(jobId: string): boolean {
    return this.outbox.some((message) => isResult(message) && message.job_id === jobId);
  }

  /** @returns what could not be sent. */
  close(): readonly Outgoing[] {
    if (!this.closed) {
      this.closed = true;
      this.heartbeats.close();
      this.commands.close();
    }
    return this.outbox;
  }

  private async flush(): Promise<void> {
    this.sending = true;
    try {
      for (let next = this.outbox[0]; next !== undefined && !this.closed; next = this.outbox[0]) {
        if (await this.leaves(next)) this.outbox.shift();
      }
    } catch (error) {
      if (!this.closed) throw error; // closing interrupts a send that waits
    } finally {
      this.sending = false;
    }
  }

  private async leaves(message: Outgoing): Promise<boolean> {
    try {
      await this.commands.send([...this.seal(message)]);
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return false;
      throw error;
    }
  }

  private seal(message: Outgoing): readonly Buffer[] {
    const { node, organization, identity } = this.sender;
    const { sessionKey, version } = this.configuration;
    this.sequence += 1;
    return encodeFromNode(
      {
        node,
        client: identity.hostName,
        ...(version === '1.0' ? {} : { protocol_version: version }),
        org: organization,
        sequence: this.sequence,
        timestamp: rfc1123(Date.now()),
        incarnation_id: identity.incarnationId,
        ...message,
      },
      sessionKey,
      version,
    );
  }

  private watch(): void {
    const { events } = this.commands;
    events.on('handshake', () => this.listener.connected());
    events.on('disconnect', () => {
      // Behind the next connection there may be another broker, which counts from one.
      this.lastHeard = undefined;
      this.listener.disconnected();
    });
    events.on('handshake:error:auth', () => this.listener.keyRefused());
    events.on('handshake:error:protocol', () => this.listener.keyRefused());
  }

  private async hearHeartbeats(): Promise<void> {
    for await (const frames of this.heartbeats) {
      const decoded = decodeHeartbeat(frames, this.configuration.publicKey, this.limits());
      if (decoded.ok) this.listener.serverBeat(decoded.message.incarnation_id);
      else this.listener.dropped('heartbeat', decoded.why);
    }
  }

  private async hearCommands(): Promise<void> {
    for await (const frames of this.commands) {
      const decoded = decodeFromServer(frames, this.configuration.sessionKey, this.limits());
      if (!decoded.ok) {
        this.listener.dropped('command', decoded.why);
      } else if (!freshSequence(this.lastHeard, decoded.message.sequence)) {
        this.listener.dropped('command', 'replayed');
      } else {
        this.lastHeard = decoded.message.sequence;
        this.listener.command(decoded.message);
      }
    }
  }

  private limits(): Limits {
    const { maxSkewMs, maxBodyBytes } = this.configuration;
    return { nowMs: Date.now(), maxSkewMs, maxBodyBytes };
  }
}
