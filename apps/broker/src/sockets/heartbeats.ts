import { encodeHeartbeat, rfc1123 } from '@push-jobs/protocol';
import { type Context, Publisher } from 'zeromq';
import type { ServerSecrets } from '../keys/server-secrets.ts';

export interface HeartbeatOptions {
  readonly host: string;
  readonly port: number;
  readonly publicHost: string;
  readonly intervalMs: number;
}

/** Beats that may wait for a slow node. Older ones tell it nothing. */
const QUEUE_PER_NODE = 4;

/** The heartbeat channel: signed and in the clear, the same for all nodes (wire contract section 5). */
export class ServerHeartbeats {
  private readonly socket: Publisher;
  private readonly address: string;
  private timer: NodeJS.Timeout | undefined;
  private sequence = 0;

  constructor(
    context: Context,
    private readonly secrets: ServerSecrets,
    private readonly options: HeartbeatOptions,
  ) {
    this.address = `tcp://${options.host}:${options.port}`;
    this.socket = new Publisher({
      context,
      linger: 0,
      sendHighWaterMark: QUEUE_PER_NODE,
      backlog: 4_096,
      tcpKeepalive: 1,
      // A subscriber has nothing to say but what it subscribes to.
      maxMessageSize: 1_024,
    });
  }

  async open(): Promise<void> {
    await this.socket.bind(this.address);
    this.timer = setInterval(() => this.beat(), this.options.intervalMs);
    this.beat();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    if (this.socket.closed) return;
    await this.socket.unbind(this.address).catch(() => undefined); // was never bound
    this.socket.close();
  }

  private beat(): void {
    const frames = encodeHeartbeat(
      {
        server: this.options.publicHost,
        type: 'heartbeat',
        incarnation_id: this.secrets.incarnationId,
        sequence: this.sequence++,
        timestamp: rfc1123(Date.now()),
      },
      this.secrets.signingKey,
    );
    this.socket.send([...frames]).catch(() => undefined); // the next beat comes anyway
  }
}
