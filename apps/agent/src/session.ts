import type { CommandMessage } from '@push-jobs/protocol';
import { Connection, type Listener, type Outgoing, type Sender } from './connection.ts';
import { deferred } from './deferred.ts';
import type { Events } from './events.ts';
import type { NodeConfiguration } from './node-configuration.ts';
import { renewAfterMs } from './renewal.ts';
import { beat, heardNothingYet, lookAt, type ServerHealth } from './server-health.ts';
import type { Worker } from './worker.ts';

/** How long the command channel may stay without a single message, at least. */
const FIRST_WORD_MS = 5_000;
const SILENT = 'the server is silent';

/** Why a session ended, and whether the server had spoken to us in it. */
export interface SessionEnd {
  readonly reason: string;
  readonly spoken: boolean;
  readonly unsent: readonly Outgoing[];
}

/**
 * Life under one configuration: heartbeats out while the server is heard, commands in, until there is a reason to ask
 * for another one (wire contract section 4). No reason counts while a job is in flight, unless the channel is of no use.
 */
export class Session implements Listener {
  private readonly connection: Connection;
  private readonly ended = deferred<string>();
  private readonly timers: NodeJS.Timeout[] = [];
  private health: ServerHealth;
  private due: string | undefined;
  private spoken = false;
  private firstWord: NodeJS.Timeout | undefined;
  private sawChange = false;

  constructor(
    private readonly configuration: NodeConfiguration,
    sender: Sender,
    private readonly worker: Worker,
    private readonly events: Events,
  ) {
    this.health = heardNothingYet(Date.now());
    this.connection = new Connection(configuration, sender, this);
  }

  /** Runs until there is a reason for another configuration, or the signal. */
  async run(signal: AbortSignal): Promise<SessionEnd> {
    const stop = (): void => this.ended.resolve('stopped');
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    this.connection.open();
    this.awaitFirstWord();
    this.timers.push(setInterval(() => this.tick(), this.configuration.intervalMs));
    this.after(renewAfterMs(this.configuration.lifetimeMs, Math.random()), 'the configuration is at its end');
    const reason = await this.ended.promise;
    signal.removeEventListener('abort', stop);
    for (const timer of this.timers) clearTimeout(timer);
    clearTimeout(this.firstWord);
    return { reason, spoken: this.spoken, unsent: this.connection.close() };
  }

  send(message: Outgoing): void {
    this.connection.send(message);
  }

  serverBeat(incarnationId: string): void {
    this.health = beat(this.health, Date.now(), this.configuration);
    if (this.health.online && this.due === SILENT) this.due = undefined;
    if (incarnationId !== this.configuration.incarnationId && !this.sawChange) {
      this.sawChange = true;
      // All nodes see it at once; they need not all ask at once.
      this.after(Math.random() * this.configuration.intervalMs, 'the server is a new one');
    }
  }

  command(message: CommandMessage): void {
    this.spoken = true;
    clearTimeout(this.firstWord);
    this.worker.order(message);
  }

  /** Whatever broker is behind the channel now learns of us at once. */
  connected(): void {
    this.events.connected();
    this.sendBeat();
    this.awaitFirstWord();
  }

  disconnected(): void {
    this.events.disconnected();
  }

  keyRefused(): void {
    this.ended.resolve('the server does not know our key');
  }

  dropped(...what: Parameters<Listener['dropped']>): void {
    this.events.dropped(...what);
  }

  private tick(): void {
    this.health = lookAt(this.health, Date.now(), this.configuration);
    if (this.health.online) this.sendBeat();
    else this.due ??= SILENT;
    if (this.due !== undefined && !this.worker.isBusy) this.ended.resolve(this.due);
  }

  private awaitFirstWord(): void {
    if (this.spoken) return;
    clearTimeout(this.firstWord);
    const patienceMs = Math.max(FIRST_WORD_MS, 2 * this.configuration.intervalMs);
    this.firstWord = setTimeout(() => this.ended.resolve('the server does not talk to us'), patienceMs);
  }

  private sendBeat(): void {
    this.connection.send({ type: 'heartbeat', ...this.worker.state });
  }

  private after(ms: number, reason: string): void {
    this.timers.push(
      setTimeout(() => {
        this.due = reason;
        if (!this.worker.isBusy) this.ended.resolve(reason);
      }, ms),
    );
  }
}
