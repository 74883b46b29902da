import { connect, type Socket } from 'node:net';

/** What all watchers of a process have seen. */
export interface Seen {
  /** Connections whose stream has begun. */
  open: number;
  /** Connections that ended. */
  closed: number;
  events: number;
  /** Milliseconds from the `sent` of an event to its arrival; only while `timing`. */
  delays: number[];
  timing: boolean;
}

/** One buffer for all: what is read is counted at once, and not kept. */
const SHARED = Buffer.allocUnsafe(256 * 1024);
const END_OF_HEAD = '\r\n\r\n';
const END_OF_CHUNK = '\r\n';
const EVENT = Buffer.from('\nid: ');
const SENT = Buffer.from('"sent":');

/** A watcher on a raw socket that counts events, and does as little else as possible. */
export class SimulatedWatcher {
  private readonly socket: Socket;
  private streaming = false;
  private unread = '';

  /** `request`: the whole HTTP request. */
  constructor(
    port: number,
    request: string,
    private readonly seen: Seen,
    refused: (answer: string) => void,
  ) {
    const read = (bytes: number, buffer: Uint8Array): boolean => {
      this.hear(buffer.subarray(0, bytes) as Buffer, refused); // the buffer is the one below
      return true;
    };
    this.socket = connect({ port, host: '127.0.0.1', onread: { buffer: SHARED, callback: read } });
    this.socket.on('connect', () => this.socket.write(request));
    this.socket.on('error', (error) => refused(String(error)));
    this.socket.on('close', () => seen.closed++);
  }

  close(): void {
    this.socket.destroy();
  }

  private hear(bytes: Buffer, refused: (answer: string) => void): void {
    if (this.streaming) return this.count(bytes);
    this.unread += bytes.toString('latin1');
    const end = this.unread.indexOf(END_OF_HEAD);
    if (end === -1) return;
    if (!this.unread.startsWith('HTTP/1.1 200')) return refused(this.unread);
    this.streaming = true;
    this.seen.open++;
    const rest = this.unread.slice(end + END_OF_HEAD.length);
    this.unread = '';
    if (rest !== '') this.count(Buffer.from(rest, 'latin1'));
  }

  /** What was cut in the middle of a chunk waits for the rest. */
  private count(arrived: Buffer): void {
    const bytes = this.unread === '' ? arrived : Buffer.from(this.unread + arrived.toString('latin1'), 'latin1');
    this.unread = '';
    const whole = bytes.lastIndexOf(END_OF_CHUNK) + END_OF_CHUNK.length;
    if (whole < bytes.length) this.unread = bytes.toString('latin1', whole);
    for (let at = bytes.indexOf(EVENT); at !== -1 && at < whole; at = bytes.indexOf(EVENT, at + EVENT.length)) {
      this.seen.events++;
      if (this.seen.timing) this.time(bytes, at);
    }
  }

  private time(bytes: Buffer, from: number): void {
    const at = bytes.indexOf(SENT, from) + SENT.length;
    const sent = Number(bytes.toString('latin1', at, bytes.indexOf('}', at)));
    this.seen.delays.push(performance.timeOrigin + performance.now() - sent);
  }
}
