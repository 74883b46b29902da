import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A plain TCP balancer: every connection goes to one of the targets at random, and to another where that one is away. */
export class Balancer {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly targets: readonly number[]) {
    this.server = createServer((client) => void this.serve(client));
  }

  /** Listens on a loopback port in front of others. */
  static async listen(port: number, targets: readonly number[]): Promise<Balancer> {
    const balancer = new Balancer(targets);
    balancer.server.listen(port, '127.0.0.1');
    await once(balancer.server, 'listening');
    return balancer;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private async serve(client: Socket): Promise<void> {
    this.track(client);
    for (const port of shuffled(this.targets)) {
      const upstream = await reach(port);
      if (upstream === undefined) continue;
      this.track(upstream);
      client.pipe(upstream).pipe(client);
      client.once('close', () => upstream.destroy());
      upstream.once('close', () => client.destroy());
      return;
    }
    client.destroy();
  }

  private track(socket: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.sockets.delete(socket));
  }
}

function reach(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const refused = () => resolve(undefined);
    socket.once('error', refused);
    socket.once('connect', () => {
      socket.off('error', refused);
      resolve(socket);
    });
  });
}

const shuffled = (ports: readonly number[]): number[] =>
  ports
    .map((port) => ({ port, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ port }) => port);
