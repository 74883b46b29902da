import type { BeforeApplicationShutdown } from '@nestjs/common';
import { AppError } from '@push-jobs/platform';
import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';

/** Headers that are about one connection, not about the request or answer on it (RFC 9110 section 7.6.1). */
const OF_ONE_CONNECTION = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/**
 * Passes requests for feeds on to the feed service. The target goes through byte for byte, since it is signed: a proxy
 * that builds a URL on the way would normalize it.
 */
export class FeedProxy implements BeforeApplicationShutdown {
  private readonly watched = new Set<ClientRequest>();

  constructor(private readonly feed: URL) {}

  /**
   * Answers with what the feed service sends, as it arrives, until either side ends.
   * @throws AppError `unavailable` when the feed service is away, before anything was answered.
   */
  async pass(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    const asked = this.ask(request, requestId);
    response.once('close', () => asked.destroy());
    const answer = await answerTo(asked).catch((cause: unknown) => {
      if (response.destroyed) return undefined; // the caller hung up, and nobody is left to tell
      throw new AppError('unavailable', 'the feed service is not reachable at the moment; try again', { cause });
    });
    if (answer === undefined) return;
    response.writeHead(answer.statusCode ?? 502, { ...endToEnd(answer.headers), 'x-request-id': requestId });
    response.flushHeaders();
    await pipeline(answer, response).catch(() => response.destroy());
  }

  /** A feed does not end by itself, and would keep the server from stopping. */
  beforeApplicationShutdown(): void {
    for (const asked of this.watched) asked.destroy();
  }

  private ask(request: IncomingMessage, requestId: string): ClientRequest {
    const send = this.feed.protocol === 'https:' ? httpsRequest : httpRequest;
    const { 'content-length': _, ...headers } = endToEnd(request.headers); // a body of a GET means nothing, and stays here
    const asked = send(this.feed, {
      path: request.url,
      headers: { ...headers, 'x-request-id': requestId },
      agent: false, // a connection for each feed: none is ever idle, so none can go stale
    });
    this.watched.add(asked);
    asked.once('close', () => this.watched.delete(asked));
    asked.end();
    return asked;
  }
}

/** Listens for errors to the end: one that comes after the answer shows in the answer too, but must not go unheard. */
function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => asked.once('response', resolve).on('error', reject));
}

function endToEnd(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_ONE_CONNECTION.includes(name)));
}
