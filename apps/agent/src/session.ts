import type { CommandMessage } from '@push-jobs/protocol';
import { Connection, type Listener, type Outgoing, type Sender } from './connection.ts';
import { deferred } from './deferred.ts';
import type { Events } from './events.ts';
import { isResult, type Result } from './job-machine.ts';
import type { NodeConfiguration } from './node-configuration.ts';
import { renewAfterMs } from './renewal.ts';
import { Results } from './results.ts';
import { beat, heardNothingYet, lookAt, type ServerHealth } from './server-health.ts';
import type { Worker } from './worker.ts';

/** How long the command channel may stay without a single message, at least. */
const FIRST_WORD_MS = 5_000;
const SILENT = 'the server is silent';

/** Why a session ended, and whether the server had spoken to us in it. */
export interface SessionEnd {
  readonly reason: string;
  readonly spoken: boolean;
  /** Results that have to be sent under the next configuration. */
  readonly unfinished: readonly Result[];
}

/**
 * Life under one configuration: heartbeats out while the server is heard, commands in, until there is a reason to ask
 * for another one (wire contract section 4). No reason counts while a job is in flight, unless the channel is of no use.
 */
export class Session implements Listener {
  private readonly connection: Connection;
  /** Undefined where the server does not acknowledge: there a result is sent once. */
  private readonly results: Results | undefined;
  private readonly ended = deferred<string>();
  private readonly timers: NodeJS.Timeout[] = [];
  private health: ServerHealth;
  private due: string | undefined;
  private spoken = false;
  private firstWord: NodeJS.Timeout | undefined;
  private sawChange = false;
  private interrupted = false;

  constructor(
    private readonly configuration: NodeConfiguration,
    sender: Sender,
    private readonly worker: Worker,
    private readonly events: Events,
  ) {
    this.health = heardNothingYet(Date.now());
    const connection = (this.connection = new Connection(configuration, sender, this));
    const { acknowledgesResults, intervalMs } = configuration;
    this.results = acknowledgesResults ? new Results(connection, intervalMs, events) : undefined;
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
    this.results?.stop();
    const unsent = this.connection.close().filter(isResult);
    return { reason, spoken: this.spoken, unfinished: this.results?.unacknowledged ?? unsent };
  }

  send(message: Outgoing): void {
    if (this.results !== undefined && isResult(message)) this.results.send(message);
    else this.connection.send(message);
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
    // Who is told to drop everything has nothing more to tell; it is also what a server says that knows the job no more.
    if (message.type === 'abort') this.results?.giveUp();
    if (message.type === 'result_ack') this.results?.acknowledged(message.job_id);
    this.worker.order(message);
  }

  /**
   * Whatever broker is behind the channel now learns of us at once, and of our results before it hears that we are idle:
   * they may have been lost with the broker before.
   */
  connected(): void {
    this.events.connected();
    if (this.interrupted) this.results?.sendAgain();
    this.interrupted = false;
    this.sendBeat();
    this.awaitFirstWord();
  }

  disconnected(): void {
    this.interrupted = true;
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
