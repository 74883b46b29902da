import { encodeZ85 } from '@push-jobs/protocol';
import { type Context, Router } from 'zeromq';

/**
 * How libzmq treats the answers: `200` lets the peer in; `300` lets the handshake come to nothing, and the peer tries
 * again by itself when the time for it is up; `400` tells the peer that it is refused, and it does not come back before
 * it opened a new socket.
 */
export type Verdict = '200' | '300' | '400';

const ENDPOINT = 'inproc://zeromq.zap.01';
const DOMAIN = 'push-jobs';
const CURVE_KEY_BYTES = 32;

/** What the CURVE socket has to say to be asked about here. */
export const ZAP_DOMAIN = DOMAIN;

/**
 * The ZeroMQ Authentication Protocol's handler (RFC 27). Without one libzmq would let everybody in, so it is bound
 * before the socket it guards. A ROUTER answers many handshakes at a time, in any order.
 */
export class ZapHandler {
  private readonly socket: Router;
  private answering: Promise<void> = Promise.resolve();

  /** `judge` is asked with a curve key in Z85, and never rejects. */
  constructor(
    context: Context,
    private readonly judge: (curveKey: string) => Promise<Verdict>,
  ) {
    this.socket = new Router({ context, linger: 0, sendTimeout: 0, sendHighWaterMark: 0, receiveHighWaterMark: 0 });
  }

  async open(): Promise<void> {
    await this.socket.bind(ENDPOINT);
    this.answering = this.answerAll();
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.answering;
  }

  private async answerAll(): Promise<void> {
    for await (const frames of this.socket) void this.answer(frames);
  }

  /** `[peer, '', version, request id, domain, address, identity, mechanism, key]` */
  private async answer([peer, , version, request, domain, , , mechanism, key]: readonly Buffer[]): Promise<void> {
    if (peer === undefined || version === undefined || request === undefined) return;
    const curve = domain?.toString() === DOMAIN && mechanism?.toString() === 'CURVE';
    const known = curve && key?.length === CURVE_KEY_BYTES;
    const verdict = known ? await this.judge(encodeZ85(key)) : '400';
    if (this.socket.closed) return;
    await this.socket.send([peer, '', version, request, verdict, '', '', '']).catch(() => undefined); // it hung up
  }
}
