import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FuzzRequest } from './http-requests.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/** How long anything may take that is not a feed. */
const PATIENCE_MS = 20_000;
/** How long to wait for a word on bytes that may deserve none. */
const GLANCE_MS = 250;

/** What Node.js's own client refuses to send has to go by hand. */
const SENDABLE = /^[\x21-\xff]*$/;
const SENDABLE_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Sends requests on kept connections, or by hand. */
export class Exchange implements Disposable {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 32 });

  constructor(private readonly port: number) {}

  /** @returns undefined where the server hung up without an answer. @throws Error where it stays silent */
  send(sent: FuzzRequest): Promise<Answer | undefined> {
    const sendable = SENDABLE.test(sent.target) && sent.headers.every(([, value]) => SENDABLE_VALUE.test(value));
    return sendable ? this.byClient(sent) : exchangeBytes(this.port, bytesOf(sent), PATIENCE_MS);
  }

  [Symbol.dispose](): void {
    this.agent.destroy();
  }

  /** A kept connection may have been closed just when it was used again: then it is another one's turn. */
  private async byClient(sent: FuzzRequest): Promise<Answer | undefined> {
    const kept = this.begin(sent, this.agent);
    return (await outcome(kept)) ?? (kept.reusedSocket ? await outcome(this.begin(sent, false)) : undefined);
  }

  private begin({ method, target, headers, body }: FuzzRequest, agent: Agent | false): ClientRequest {
    const flat = headers.flatMap(([name, value]) => [name, value]);
    const host = headers.some(([name]) => name === 'Host') ? [] : ['Host', `127.0.0.1:${this.port}`];
    const length = body.length === 0 ? [] : ['Content-Length', String(body.length)];
    const sent = request({
      ...{ host: '127.0.0.1', port: this.port, method, path: target, agent },
      headers: [...host, ...flat, ...length],
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    sent.end(body);
    return sent;
  }
}

/** @returns undefined where the server hung up. @throws Error where it said nothing */
async function outcome(sent: ClientRequest): Promise<Answer | undefined> {
  try {
    const [response] = (await once(sent, 'response')) as [IncomingMessage]; // the event's only argument
    sent.on('error', () => undefined); // the answer tells what there is to tell
    return await answerOf(response);
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw new Error('no answer', { cause: error });
    return undefined;
  }
}

/** A feed does not end by itself: that it began is all there is to see. */
async function answerOf(response: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, headers } = response;
  const type = headers['content-type'] ?? '';
  if (type === 'text/event-stream') {
    response.destroy();
    return { status, type, body: Buffer.alloc(0) };
  }
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer); // no encoding is set
  return { status, type, body: Buffer.concat(chunks) };
}

function bytesOf({ method, target, headers, body }: FuzzRequest): Buffer {
  const lines = [...headers, ['Content-Length', body.length], ['Connection', 'close']].map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return Buffer.concat([
    Buffer.from(`${method} ${target} HTTP/1.1\r\nHost: x\r\n${lines.join('')}\r\n`, 'latin1'),
    body,
  ]);
}

/**
 * Sends bytes on a connection of their own, and reads the first answer.
 * @returns undefined where none came within `patienceMs`
 */
export async function exchangeBytes(port: number, bytes: Buffer, patienceMs = GLANCE_MS): Promise<Answer | undefined> {
  const socket = connect(port, '127.0.0.1');
  let received = Buffer.alloc(0);
  socket.on('error', () => undefined); // being cut off is an answer too
  const over = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (parsed(received)?.whole) resolve();
    });
  });
  socket.write(bytes);
  await Promise.race([over, delay(patienceMs, undefined, { ref: false })]);
  socket.destroy();
  return parsed(received)?.answer;
}

function parsed(received: Buffer): { answer: Answer; whole: boolean } | undefined {
  const text = received.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  if (status === undefined || end < 0) return undefined;
  const head = text.slice(0, end);
  const type = /^content-type: (.*)$/im.exec(head)?.[1] ?? '';
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? Infinity);
  const body = received.subarray(end + 4, end + 4 + length);
  return {
    answer: { status: Number(status), type, body },
    whole: body.length === length || type === 'text/event-stream',
  };
}
