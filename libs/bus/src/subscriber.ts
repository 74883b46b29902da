import type { Redis } from 'ioredis';

export type ChannelListener = (message: string) => void;

/** One Redis connection that many listeners share, subscribed to exactly the channels somebody listens to. */
export class Subscriber {
  private readonly listeners = new Map<string, Set<ChannelListener>>();

  /** `redis`: a connection of its own; ioredis subscribes again by itself after a reconnect. */
  constructor(private readonly redis: Redis) {
    redis.on('message', (channel: string, message: string) => {
      for (const listener of this.listeners.get(channel) ?? []) listener(message);
    });
    redis.on('ready', () => void this.subscribeAll());
  }

  /** Listens until `signal` aborts. Resolves once Redis has confirmed, or at once while Redis is away. */
  async listen(channel: string, listener: ChannelListener, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const here = this.listeners.get(channel);
    const listeners = here ?? new Set();
    listeners.add(listener);
    this.listeners.set(channel, listeners);
    signal.addEventListener('abort', () => this.forget(channel, listener), { once: true });
    await this.redis.subscribe(channel).catch(() => undefined);
  }

  private forget(channel: string, listener: ChannelListener): void {
    const listeners = this.listeners.get(channel);
    listeners?.delete(listener);
    if (listeners === undefined || listeners.size > 0) return;
    this.listeners.delete(channel);
    this.redis.unsubscribe(channel).catch(() => undefined);
  }

  /** A subscription asked for while Redis was away was never sent. */
  private async subscribeAll(): Promise<void> {
    const wanted = [...this.listeners.keys()];
    if (wanted.length > 0) await this.redis.subscribe(...wanted).catch(() => undefined);
  }
}
