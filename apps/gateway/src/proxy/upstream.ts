import {
  Agent as HttpAgent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { endToEnd } from './headers.ts';
import { NotPassed } from './not-passed.ts';
import { type Patience, watch } from './watch.ts';

export interface UpstreamSettings extends Patience {
  /** Only the origin counts: paths go through as the caller sent them. */
  readonly url: URL;
  /** PEM of the certificates to trust in place of the usual ones. */
  readonly ca?: string | undefined;
  /** So many connections at most, which are kept; 0 for a new one each time, and as many as it takes. */
  readonly maxConnections: number;
}

/** How the answer to a request went: it went through, the server broke it off, or the caller left. */
export type Ending = 'answered' | 'cut' | 'left';

/** What goes on to the server: the head, and how many bytes of body at most; none where undefined. */
export interface Passage {
  readonly headers: OutgoingHttpHeaders;
  readonly maxBodyBytes: number | undefined;
}

/**
 * A server behind the gateway. Bytes go through as they come, both ways, and as slowly as the slower side takes them.
 * So does the target, byte for byte, since it is signed: a proxy that builds a URL on the way would normalize it.
 */
export class Upstream {
  private readonly asking = new Set<ClientRequest>();
  private readonly send;
  private readonly agent: HttpAgent | false;
  private readonly tls: { ca?: string | undefined; servername?: string };

  constructor(private readonly settings: UpstreamSettings) {
    const { url, ca, maxConnections } = settings;
    const encrypted = url.protocol === 'https:';
    const name = url.hostname.replace(/^\[|\]$/g, '');
    this.send = encrypted ? httpsRequest : httpRequest;
    // Else Node.js would look for the caller's Host in the certificate. An address is no name to ask for.
    this.tls = encrypted ? { ca, servername: isIP(name) === 0 ? name : '' } : {};
    const sockets = { keepAlive: true, maxSockets: maxConnections };
    this.agent = maxConnections > 0 && (encrypted ? new HttpsAgent(sockets) : new HttpAgent(sockets));
  }

  /**
   * Asks the server what the caller asked, and answers with what it sends, until either side ends.
   * @throws NotPassed before anything was answered.
   */
  async pass(request: IncomingMessage, response: ServerResponse, passage: Passage): Promise<Ending> {
    const exchange: { asked?: ClientRequest; ending?: Ending } = {};
    response.once('close', () => {
      exchange.ending ??= response.writableFinished ? 'answered' : 'left';
      exchange.asked?.destroy();
    });
    const ask = (agent: HttpAgent | false): ClientRequest => (exchange.asked = this.ask(request, passage, agent));
    let answer: IncomingMessage;
    try {
      answer = await answerTo(ask(this.agent)).catch((error: unknown) => {
        if (exchange.ending !== undefined || !mayRepeat(request, exchange.asked, error)) throw error;
        return answerTo(ask(false));
      });
    } catch (error) {
      if (exchange.ending === 'left') return 'left';
      throw error instanceof NotPassed ? error : new NotPassed('away', 'the connection failed', { cause: error });
    }
    answer.once('error', () => (exchange.ending ??= 'cut'));
    const headers = { ...endToEnd(answer.headers), ...response.getHeaders() }; // what was set before stays
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
    response.flushHeaders();
    const wentThrough = await pipeline(answer, response).then(
      () => true,
      () => false,
    );
    if (!wentThrough) response.destroy();
    return exchange.ending ?? (wentThrough ? 'answered' : 'left');
  }

  /** Ends everything that is on its way. */
  cut(): void {
    for (const asked of this.asking) asked.destroy();
  }

  /** Closes connections that are kept, once nothing is on its way. */
  close(): void {
    if (this.agent !== false) this.agent.destroy();
  }

  private ask(request: IncomingMessage, { headers, maxBodyBytes }: Passage, agent: HttpAgent | false): ClientRequest {
    const { method, url: path } = request;
    const asked = this.send(this.settings.url, { ...this.tls, method, path, headers, agent });
    asked.on('error', () => undefined); // one that comes after the answer shows in the answer too
    this.asking.add(asked);
    asked.once('close', () => this.asking.delete(asked));
    watch(asked, this.settings);
    if (maxBodyBytes === undefined) asked.end();
    else sendBody(request, asked, maxBodyBytes);
    return asked;
  }
}

function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => asked.once('response', resolve).once('error', reject));
}

/** Not a pipeline: that would hang up on the caller where the server fails, and nobody could tell them. */
function sendBody(request: IncomingMessage, asked: ClientRequest, maxBytes: number): void {
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) asked.destroy(new NotPassed('too_large', `the body is larger than ${maxBytes} bytes`));
  });
  request.pipe(asked);
  asked.once('close', () => {
    request.unpipe(asked);
    request.resume(); // the rest of the body stands before the next request on its connection
  });
}

/** A kept connection may have been closed by the server while the request was on its way to it. */
function mayRepeat({ method, headers }: IncomingMessage, asked: ClientRequest | undefined, error: unknown): boolean {
  const hasBody = 'content-length' in headers || 'transfer-encoding' in headers;
  const isSafe = (method === 'GET' || method === 'HEAD') && !hasBody;
  return isSafe && asked?.reusedSocket === true && !(error instanceof NotPassed);
}
