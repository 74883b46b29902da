import { freePorts } from '@push-jobs/local';
import { EventEmitter, once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * How a network treats connections: `cut` refuses and ends them, `stalled` lets nothing through and loses nothing, as
 * a partition does to TCP until it heals, and a number delays each piece by so many milliseconds.
 */
export type Weather = 'clear' | 'cut' | 'stalled' | number;

/** The network between two parties: a TCP proxy. Several targets: a balancer in front of them. */
export class Link {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private current: Weather = 'clear';

  private constructor(
    readonly name: string,
    readonly port: number,
    private readonly targets: readonly number[],
  ) {
    this.server = createServer({ allowHalfOpen: true }, (client) => void this.serve(client));
  }

  static async open(name: string, targets: readonly number[], port?: number): Promise<Link> {
    const [free = 0] = port === undefined ? await freePorts(1) : [port];
    const link = new Link(name, free, targets);
    link.server.listen(free, '127.0.0.1');
    await once(link.server, 'listening');
    return link;
  }

  get weather(): Weather {
    return this.current;
  }

  set weather(weather: Weather) {
    this.current = weather;
    if (weather === 'cut') this.reset();
    this.changes.emit('change');
  }

  /** Ends each connection the hard way with this probability; new ones are welcome. */
  reset(probability = 1, random: () => number = Math.random): void {
    for (const socket of this.sockets) if (random() < probability) endHard(socket);
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.weather = 'cut';
    await closed;
  }

  private async serve(client: Socket): Promise<void> {
    this.track(client);
    await this.passable(client);
    const upstream = this.current === 'cut' ? undefined : await this.reachAny();
    if (upstream === undefined || client.destroyed) {
      upstream?.destroy();
      endHard(client);
      return;
    }
    this.track(upstream);
    await Promise.all([this.carry(client, upstream), this.carry(upstream, client)]);
  }

  private async carry(from: Socket, to: Socket): Promise<void> {
    try {
      for await (const piece of from) {
        await this.passable(from);
        if (typeof this.current === 'number') await pause(this.current);
        if (!to.write(piece as Buffer)) await once(to, 'drain'); // a socket without an encoding gives buffers
      }
      to.end();
    } catch {
      to.destroy();
      from.destroy();
    }
  }

  private async passable(socket: Socket): Promise<void> {
    while (this.current === 'stalled' && !socket.destroyed) await once(this.changes, 'change');
  }

  private async reachAny(): Promise<Socket | undefined> {
    const order = this.targets.map((port) => ({ port, at: Math.random() })).sort((a, b) => a.at - b.at);
    for (const { port } of order) {
      const socket = await reach(port);
      if (socket !== undefined) return socket;
    }
    return undefined;
  }

  private track(socket: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.sockets.delete(socket));
  }
}

/** A socket that is being shut down cannot be reset: Node.js would keep its handle for ever. */
function endHard(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

function reach(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const refused = (): void => resolve(undefined);
    socket.once('error', refused);
    socket.once('connect', () => {
      socket.off('error', refused);
      resolve(socket);
    });
  });
}
