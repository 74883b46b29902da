import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of which tests hold both ends of each request. */
export class HeldServer implements AsyncDisposable {
  private readonly waiting: ((exchange: [IncomingMessage, ServerResponse]) => void)[] = [];
  /** How many requests arrived. */
  requests = 0;

  private constructor(
    private readonly server: Server,
    readonly url: URL,
  ) {
    server.on('request', (request, response) => {
      this.requests += 1;
      this.waiting.shift()?.([request, response]);
    });
  }

  static async start(): Promise<HeldServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A TCP server's address is never a path.
    return new HeldServer(server, new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  }

  /** The next request that arrives. */
  next(): Promise<[IncomingMessage, ServerResponse]> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
  }
}
