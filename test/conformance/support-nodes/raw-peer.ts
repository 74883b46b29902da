import type { CurveKeys } from '@push-jobs/testing';
import { createHmac } from 'node:crypto';
import { Context, Dealer, type SocketOptions, Subscriber } from 'zeromq';
import type { NodeConfiguration } from './node-configuration.ts';
import type { StockNode } from './stock-node.ts';

type DealerOptions = SocketOptions<Dealer>;

const WAIT_MS = 30_000;
const context = new Context({ blocky: false });

/** One channel of a node, without anything of ours in between: the frames as they are on the wire. */
export class RawPeer implements Disposable {
  /** Encrypted connections that came about. */
  handshakes = 0;
  private readonly standing: Promise<void>;

  private constructor(private readonly socket: Dealer | Subscriber) {
    this.standing = new Promise((resolve) => {
      socket.events.on('handshake', () => {
        this.handshakes += 1;
        resolve();
      });
    });
  }

  /** The heartbeat channel: nothing but an address, and everything. */
  static heartbeats(node: StockNode): RawPeer {
    const socket = new Subscriber({ context, linger: 0, receiveTimeout: WAIT_MS });
    socket.connect(node.configuration.push_jobs.heartbeat.out_addr);
    socket.subscribe();
    return new RawPeer(socket);
  }

  /** The command channel, as the node itself would open it, or with keys that are not its own. */
  static commands(
    { configuration, wire }: StockNode,
    { publicKey, secretKey }: CurveKeys = wire.options.curve,
    curveServerKey = configuration.curve_public_key,
  ): RawPeer {
    return RawPeer.dealer(configuration, { curveServerKey, curvePublicKey: publicKey, curveSecretKey: secretKey });
  }

  /** The command channel as somebody opens it who knows of no encryption. */
  static unencrypted({ configuration }: StockNode): RawPeer {
    return RawPeer.dealer(configuration, {});
  }

  private static dealer({ push_jobs }: NodeConfiguration, encryption: DealerOptions): RawPeer {
    const socket = new Dealer({ context, linger: 0, receiveTimeout: WAIT_MS, ...encryption });
    const peer = new RawPeer(socket); // listens before anything can happen
    socket.connect(push_jobs.heartbeat.command_addr);
    return peer;
  }

  /** The next message, whatever it is. @throws Error after thirty seconds without */
  receive(): Promise<Buffer[]> {
    return this.socket.receive();
  }

  async send(...frames: readonly (Buffer | string)[]): Promise<void> {
    if (this.socket instanceof Dealer) await this.socket.send([...frames]);
  }

  /** Waits until the channel stands; a test's own timeout bounds it. */
  async connected(): Promise<void> {
    await this.standing;
  }

  [Symbol.dispose](): void {
    this.socket.close();
  }
}

export const hmac = (key: Buffer, body: Buffer | string): string =>
  createHmac('sha256', key).update(body).digest('base64');

/** A header as a stock client writes it. */
export const header = (signature: string, version = '2.0', method = 'hmac_sha256'): string =>
  `Version:${version};SigningMethod:${method};Signature:${signature}`;

/** A heartbeat's body of an idle node; `fields` replace or complete it, and undefined ones are left out. */
export function heartbeatBody(node: StockNode, fields: Record<string, unknown> = {}): Buffer {
  const body = {
    node: node.name,
    client: 'stock.example.com',
    protocol_version: '2.0',
    org: node.tenant.organization,
    type: 'heartbeat',
    sequence: 1,
    timestamp: new Date().toUTCString(),
    incarnation_id: node.wire.incarnation,
    job_state: 'idle',
    job_id: null,
  };
  return Buffer.from(JSON.stringify({ ...body, ...fields }));
}
