import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A feed service of which tests hold both ends of each request. */
export class FeedServer implements AsyncDisposable {
  private readonly waiting: ((exchange: [IncomingMessage, ServerResponse]) => void)[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => this.waiting.shift()?.([request, response]));
  }

  static async start(): Promise<FeedServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FeedServer(server);
  }

  get url(): URL {
    // A TCP server's address is never a path.
    return new URL(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`);
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
