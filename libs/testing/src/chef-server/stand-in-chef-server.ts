import { publicKeyFromPem, readSignedHeaders, verifyRequest } from '@push-jobs/protocol';
import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { TestCertificates } from './certificates.ts';
import { chefAnswer, type ChefAnswer } from './chef-answers.ts';
import { ChefData } from './chef-data.ts';

/** A status to answer everything with, or no answer: a connection cut off, or one on which nothing comes. */
export type Trouble = number | 'cut' | 'silence';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Of the caller's end of the connection. */
  readonly port: number | undefined;
}

/**
 * A Chef Infra Server as far as Push Jobs can see one: it checks every signature, tells of organizations, principals,
 * groups and nodes, and searches nodes by name. Tests hold its data, count what it was asked, and trouble it.
 */
export class StandInChefServer implements AsyncDisposable {
  readonly data = new ChefData();
  readonly received: ReceivedRequest[] = [];
  trouble: Trouble | undefined;
  /** Cuts off the connection that brings the next request, and serves the one after it. */
  cutsNextRequest = false;
  /** 0 for a server that refuses version 1 of the API. */
  newestApiVersion = 1;
  /** Answers wait for it. */
  held: Promise<void> = Promise.resolve();
  private port = 0;

  private constructor(
    private readonly server: Server,
    private readonly scheme: 'http' | 'https',
  ) {
    server.on('request', (request, response) => void this.serve(request, response));
  }

  /** With certificates it listens for TLS only. */
  static async start(tls?: TestCertificates): Promise<StandInChefServer> {
    const server = tls === undefined ? createHttpServer() : createHttpsServer({ cert: tls.cert, key: tls.key });
    const chef = new StandInChefServer(server, tls === undefined ? 'http' : 'https');
    await chef.comeBack();
    return chef;
  }

  get url(): URL {
    return new URL(`${this.scheme}://127.0.0.1:${this.port}`);
  }

  /** How often a path was asked for, whatever the query. */
  count(pathname: string): number {
    return this.received.filter(({ url }) => url.split('?')[0] === pathname).length;
  }

  /** Refuses connections until it comes back. */
  async goAway(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  /** Listens, after the first time on the same port. */
  async comeBack(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    // A TCP server's address is never a path.
    this.port = (this.server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.goAway();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    this.received.push({ method, url, headers, port: request.socket.remotePort });
    if (this.cutsNextRequest) return this.cut(request);
    await this.held;
    if (this.trouble === 'silence') return;
    if (this.trouble === 'cut') return this.cut(request);
    const { status, json } = this.trouble === undefined ? await this.answer(request) : troubled(this.trouble);
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(json));
  }

  private cut(request: IncomingMessage): void {
    this.cutsNextRequest = false;
    request.socket.destroy();
  }

  private async answer(request: IncomingMessage): Promise<ChefAnswer> {
    const { method = '', url = '', headers } = request;
    const body = await buffer(request);
    const apiVersion = Number(headers['x-ops-server-api-version'] ?? 0);
    if (apiVersion > this.newestApiVersion) return unknownVersion(this.newestApiVersion);
    const organization = this.data.organizations.get(url.split('/')[2] ?? '');
    const signed = readSignedHeaders(headers, Date.now());
    if (!signed.ok) return refused(`bad headers: ${signed.problem.kind}`);
    const keys = this.data.keysOf(signed.value.userId, organization).map((pem) => publicKeyFromPem(pem));
    const signer = verifyRequest({ method, path: url, body }, signed.value, keys);
    if (signer === undefined) return refused(`Invalid signature for user or client '${signed.value.userId}'`);
    return chefAnswer(this.data, { method, url, body, apiVersion });
  }
}

const troubled = (status: number): ChefAnswer => ({ status, json: { error: ['in trouble'] } });

const refused = (error: string): ChefAnswer => ({ status: 401, json: { error: [error] } });

function unknownVersion(max_version: number): ChefAnswer {
  return { status: 406, json: { error: 'invalid-x-ops-server-api-version', min_version: 0, max_version } };
}
