import { withTrace } from '@push-jobs/platform';
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
import { setTimeout as pause } from 'node:timers/promises';
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
  /** For so long a request that may be repeated is, where its connection fails: another replica may take it. */
  readonly repeatMs: number;
}

interface Exchange {
  asked?: ClientRequest;
  ending?: Ending;
}

const REPEAT_EVERY_MS = 100;

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
  private readonly cutting = new AbortController();
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
    const exchange: Exchange = {};
    response.once('close', () => {
      exchange.ending ??= response.writableFinished ? 'answered' : 'left';
      exchange.asked?.destroy();
    });
    let answer: IncomingMessage;
    try {
      answer = await this.answerTo(request, passage, exchange);
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

  /** Ends everything that is on its way, and repeats nothing any more. */
  cut(): void {
    this.cutting.abort();
    for (const asked of this.asking) asked.destroy();
  }

  /** Closes connections that are kept, once nothing is on its way. */
  close(): void {
    if (this.agent !== false) this.agent.destroy();
  }

  private async answerTo(request: IncomingMessage, passage: Passage, exchange: Exchange): Promise<IncomingMessage> {
    const until = performance.now() + this.settings.repeatMs;
    for (let agent = this.agent; ; agent = false) {
      const asked = (exchange.asked = this.ask(request, passage, agent));
      try {
        return await answerOf(asked);
      } catch (error) {
        if (error instanceof NotPassed || !mayRepeat(request)) throw error;
        if (!asked.reusedSocket) {
          // One that was kept may just have been closed by the server; else something is wrong with the server.
          if (performance.now() >= until) throw error;
          await pause(REPEAT_EVERY_MS, undefined, { signal: this.cutting.signal });
        }
        if (exchange.ending !== undefined) throw error;
      }
    }
  }

  private ask(request: IncomingMessage, { headers, maxBodyBytes }: Passage, agent: HttpAgent | false): ClientRequest {
    const { method, url: path } = request;
    const onward = withTrace({ ...headers });
    const asked = this.send(this.settings.url, { ...this.tls, method, path, headers: onward, agent });
    asked.on('error', () => undefined); // one that comes after the answer shows in the answer too
    this.asking.add(asked);
    asked.once('close', () => this.asking.delete(asked));
    watch(asked, this.settings);
    if (maxBodyBytes === undefined) asked.end();
    else sendBody(request, asked, maxBodyBytes);
    return asked;
  }
}

function answerOf(asked: ClientRequest): Promise<IncomingMessage> {
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

/** Repeating it changes nothing, and there is no body that is gone once it was sent. */
function mayRepeat({ method, headers }: IncomingMessage): boolean {
  const hasBody = 'content-length' in headers || 'transfer-encoding' in headers;
  return (method === 'GET' || method === 'HEAD') && !hasBody;
}
