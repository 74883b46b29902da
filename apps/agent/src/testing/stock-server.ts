import {
  type CommandMessage,
  decodeFromNode,
  encodeForNode,
  encodeHeartbeat,
  encryptSessionKey,
  type NodeMessage,
  type ProtocolVersion,
  readSignedHeaders,
  rfc1123,
  verifyRequest,
} from '@push-jobs/protocol';
import { createHmac, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { curveKeyPair, Publisher, Router } from 'zeromq';

const INTERVAL_S = 0.1;
const serverKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** `version` is the one of the message's header. */
export type Heard = NodeMessage & { route: Buffer; version: ProtocolVersion };
type Command = CommandMessage extends infer C
  ? C extends CommandMessage
    ? Omit<C, 'sequence' | 'timestamp'>
    : never
  : never;
export const isBeat = ({ type }: NodeMessage) => type === 'heartbeat';

/** A server that speaks as the stock one does, as far as one node can tell. */
export class StockServer implements AsyncDisposable {
  readonly heard: Heard[] = [];
  /** What the next configuration requests are answered with, before it goes well. */
  readonly failures: number[] = [];
  readonly requests: string[] = [];
  incarnation = 'first';
  silent = false;
  /** Fields of a configuration that nobody knows. */
  strange: Readonly<Record<string, unknown>> = {};
  /** False for a 1.x server, see `becomeOld`. */
  encrypted = true;
  private readonly news = new EventEmitter();
  private readonly http = createServer((request, response) => this.configure(request, response));
  private readonly curve = curveKeyPair();
  private router = this.newRouter();
  private readonly publisher = new Publisher({ linger: 0 });
  private readonly sessionKey = randomBytes(32);
  private readonly sequences = new Map<string, number>();
  private beats = 0;
  private commandAddress = '';
  private pulse: NodeJS.Timeout | undefined;

  /** `clientKey`: the public key of the one node it knows. */
  private constructor(private readonly clientKey: KeyObject) {}

  static async start(clientKey: KeyObject): Promise<StockServer> {
    const server = new StockServer(clientKey);
    server.http.listen(0, '127.0.0.1');
    await once(server.http, 'listening');
    await server.publisher.bind('tcp://127.0.0.1:*');
    await server.router.bind('tcp://127.0.0.1:*');
    server.commandAddress = server.router.lastEndpoint ?? '';
    void server.listen();
    server.pulse = setInterval(() => server.beat(), INTERVAL_S * 1000);
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/organizations/acme`; // it listens on TCP
  }

  /** The first message, from now or before, that fits; it and all before it are not looked at again. */
  async next(fits: (message: Heard) => boolean): Promise<Heard> {
    for (;;) {
      for (let message = this.heard.shift(); message !== undefined; message = this.heard.shift()) {
        if (fits(message)) return message;
      }
      await once(this.news, 'message');
    }
  }

  /** What the node says within so many heartbeats. */
  async during(beats: number): Promise<Heard[]> {
    const said: Heard[] = [];
    for (let left = beats; left > 0;) {
      const message = await this.next(() => true);
      if (isBeat(message)) left -= 1;
      else said.push(message);
    }
    return said;
  }

  /** The answer to whatever was sent: what the node says next apart from heartbeats. */
  answer(): Promise<Heard> {
    return this.next((message) => !isBeat(message));
  }

  async send(route: Buffer, command: Command): Promise<void> {
    const message = { ...command, ...this.stamp(route) };
    await this.router.send([route, ...encodeForNode(message, this.sessionKey, this.encrypted ? '2.0' : '1.0')]);
  }

  /** As somebody would who has got at the connection, and not at the session key. */
  async sendForged(route: Buffer, command: Command): Promise<void> {
    const message = { ...command, ...this.stamp(route) };
    await this.router.send([route, ...encodeForNode(message, randomBytes(32))]);
  }

  /** Sends what no type knows, well signed. */
  async sendStrange(route: Buffer, body: Readonly<Record<string, unknown>>): Promise<void> {
    const text = JSON.stringify({ ...body, ...this.stamp(route) });
    const signature = createHmac('sha256', this.sessionKey).update(text).digest('base64');
    const header = `Version:2.0;Colour:red;SigningMethod:hmac_sha256;Signature:${signature}`;
    await this.router.send([route, header, text]);
  }

  /** From here on it is a 1.x server: it does not encrypt, and speaks 1.0. */
  async becomeOld(): Promise<void> {
    await this.stopRouter();
    this.encrypted = false;
    await this.startRouter();
  }

  private stamp(route: Buffer): { sequence: number; timestamp: string } {
    const sequence = (this.sequences.get(route.toString('hex')) ?? 0) + 1;
    this.sequences.set(route.toString('hex'), sequence);
    return { sequence, timestamp: rfc1123(Date.now()) };
  }

  /** Greets the node as a stock server does: it has to become idle first. */
  async welcome(): Promise<Buffer> {
    const { route } = await this.next(isBeat);
    await this.send(route, { type: 'abort' });
    await this.next(({ type }) => type === 'aborted');
    return route;
  }

  /** The command channel breaks. */
  async stopRouter(): Promise<void> {
    const { router } = this;
    const closed = new Promise<void>((resolve) => router.events.on('close', () => resolve()));
    router.close();
    await closed;
  }

  /** It is back on the same address. */
  async startRouter(): Promise<void> {
    this.router = this.newRouter();
    await this.router.bind(this.commandAddress);
    this.hear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.pulse);
    this.router.close();
    this.publisher.close();
    this.http.close();
    this.http.closeAllConnections();
    await once(this.http, 'close');
  }

  private newRouter(): Router {
    const encryption = this.encrypted ? { curveServer: true, curveSecretKey: this.curve.secretKey } : {};
    return new Router({ linger: 0, ...encryption });
  }

  /** A router that is being unbound refuses to be read from: it is about to go. */
  private hear(): void {
    this.listen().catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EBUSY')) throw error;
    });
  }

  private async listen(): Promise<void> {
    for await (const [route, ...frames] of this.router) {
      const limits = { nowMs: Date.now(), maxSkewMs: 10_000, maxBodyBytes: 65_536 };
      const decoded = decodeFromNode(frames, () => [this.sessionKey], limits);
      if (!decoded.ok || route === undefined) throw new Error(`bad message: ${JSON.stringify(decoded)}`);
      this.heard.push({ ...decoded.message, route, version: decoded.version });
      this.news.emit('message');
    }
  }

  private beat(): void {
    if (this.silent) return;
    const beat = {
      type: 'heartbeat',
      server: 'test',
      incarnation_id: this.incarnation,
      sequence: (this.beats += 1),
      timestamp: rfc1123(Date.now()),
    } as const;
    void this.publisher.send([...encodeHeartbeat(beat, serverKeys.privateKey)]).catch(() => undefined);
  }

  private configure(request: IncomingMessage, response: ServerResponse): void {
    const headers = readSignedHeaders(request.headers, Date.now());
    const target = { method: 'GET', path: request.url ?? '', body: Buffer.alloc(0) };
    const known = headers.ok && verifyRequest(target, headers.value, [this.clientKey]) !== undefined;
    const status = known ? (this.failures.shift() ?? 200) : 401;
    this.requests.push(request.url ?? '');
    this.news.emit('request');
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(status === 200 ? this.configuration() : { error: ['go away'] }));
  }

  private configuration(): unknown {
    return {
      type: 'config',
      host: '127.0.0.1',
      node: 'web-1',
      organization: 'acme',
      public_key: serverKeys.publicKey.export({ type: 'spki', format: 'pem' }),
      ...(this.encrypted ? { curve_public_key: this.curve.publicKey } : {}),
      push_jobs: {
        heartbeat: {
          out_addr: this.publisher.lastEndpoint,
          command_addr: this.commandAddress,
          interval: INTERVAL_S,
          offline_threshold: 3,
          online_threshold: 2,
        },
      },
      encoded_session_key: { method: 'hmac_sha256', key: encryptSessionKey(this.sessionKey, this.clientKey) },
      lifetime: 3600,
      max_message_skew: 300,
      max_body_size: 65_536,
      incarnation_id: this.incarnation,
      ...this.strange,
    };
  }
}
