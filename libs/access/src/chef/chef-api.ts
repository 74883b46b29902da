import { signRequest } from '@push-jobs/protocol';
import type { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** Where a Chef Infra Server is. */
export interface ChefServerAddress {
  /** Its origin: no path, no credentials. */
  readonly url: URL;
  /** PEM of the certificates to trust in place of the usual ones. */
  readonly ca: string | undefined;
}

/** Who asks it, and how. */
export interface ChefApiSettings extends ChefServerAddress {
  readonly superuser: string;
  readonly key: KeyObject;
  /** 1.1 for servers that do not know 1.3. */
  readonly signingVersion: '1.1' | '1.3';
  /** From the question to the last byte of its answer. */
  readonly timeoutMs: number;
}

export type ApiVersion = '0' | '1';

export interface ChefReply {
  readonly status: number;
  readonly body: string;
}

const MAX_SOCKETS = 32;
/** A group that names a hundred thousand nodes stays far below it. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const NO_BODY = Buffer.alloc(0);
const OVERLOADED = 429;

/** Signed questions to a Chef Infra Server, over few connections that are kept. */
export class ChefApi {
  private readonly agent;

  constructor(
    private readonly settings: ChefApiSettings,
    private readonly nowMs: () => number,
  ) {
    const { url, ca } = settings;
    const sockets = { keepAlive: true, maxSockets: MAX_SOCKETS };
    this.agent = url.protocol === 'https:' ? new HttpsAgent({ ...sockets, ca }) : new HttpAgent(sockets);
  }

  /**
   * What the server says, be it a refusal.
   * @throws Error when it says nothing in time, or only that it is out of order (429, 5xx).
   */
  async get(path: string, apiVersion: ApiVersion): Promise<ChefReply> {
    const signal = AbortSignal.timeout(this.settings.timeoutMs);
    const asked = this.ask(path, apiVersion, signal);
    const answer = await answerTo(asked).catch((error: unknown) => {
      // The server had closed the kept connection, and we did not know yet. A new one tells how things are.
      if (asked.reusedSocket && !signal.aborted) return answerTo(this.ask(path, apiVersion, signal, false));
      throw error;
    });
    const status = answer.statusCode ?? 0;
    const body = await textOf(answer);
    if (status >= 500 || status === OVERLOADED) throw new Error(`the server answered with status ${status}`);
    return { status, body };
  }

  close(): void {
    this.agent.destroy();
  }

  private ask(path: string, apiVersion: ApiVersion, signal: AbortSignal, keepsConnection = true): ClientRequest {
    const { url, ca } = this.settings;
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const agent = keepsConnection ? this.agent : false;
    const headers = { Accept: 'application/json', ...this.signature(path, apiVersion) };
    return send(url, { path, headers, agent, ca, signal }).end();
  }

  private signature(path: string, serverApiVersion: ApiVersion): Record<string, string> {
    const { superuser: userId, key, signingVersion } = this.settings;
    const timestamp = new Date(this.nowMs()).toISOString().replace(/\.\d+Z$/, 'Z');
    return signRequest(
      { method: 'GET', path, body: NO_BODY, userId, timestamp, serverApiVersion },
      key,
      signingVersion,
    );
  }
}

async function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
  asked.on('error', () => undefined); // one that comes after the answer shows in the answer too
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]; // the event's only argument
  return answer;
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // No encoding is set, so that chunks are bytes.
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
