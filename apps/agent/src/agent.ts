import { setTimeout as wait } from 'node:timers/promises';
import { openEnded } from './allow-list.ts';
import { backoffMs } from './backoff.ts';
import type { AgentConfig } from './config.ts';
import { Refused, requestConfiguration } from './configuration-request.ts';
import type { Outgoing } from './connection.ts';
import type { Events } from './events.ts';
import { type Identity, newIdentity } from './identity.ts';
import type { NodeConfiguration } from './node-configuration.ts';
import { Session } from './session.ts';
import { Worker } from './worker.ts';

/** The node's client: configuration after configuration until it is stopped, or turned away. */
export class Agent {
  private readonly identity: Identity = newIdentity();
  private readonly worker: Worker;
  private session: Session | undefined;
  /** Answers for which there was no channel. */
  private held: Outgoing[] = [];
  /** Attempts in a row that did not lead to a server that talks to us. */
  private attempt = 0;

  constructor(
    private readonly config: AgentConfig,
    private readonly events: Events,
    /** Commands inherit it. */
    environment: NodeJS.ProcessEnv,
  ) {
    this.worker = new Worker(config, events, environment, (answer) => this.send(answer));
  }

  /** Runs until the signal. Throws Refused where the server turns this node away for good. */
  async run(signal: AbortSignal): Promise<void> {
    this.events.started(this.identity.incarnationId, openEnded(this.config.allowList));
    try {
      while (!signal.aborted) await this.live(signal);
    } finally {
      await this.worker.stop();
    }
  }

  private async live(signal: AbortSignal): Promise<void> {
    const configuration = await this.configure(signal);
    if (configuration === undefined) return;
    const sender = { node: this.config.nodeName, organization: this.config.organization, identity: this.identity };
    this.session = new Session(configuration, sender, this.worker, this.events);
    for (const message of this.held.splice(0)) this.session.send(message);
    const end = await this.session.run(signal);
    this.session = undefined;
    this.held = [...end.unfinished];
    if (signal.aborted) return;
    this.events.reconfiguring(end.reason);
    this.attempt = end.spoken ? 0 : this.attempt + 1;
    // Whatever it was, many nodes may have seen it at the same moment.
    const spreadMs = this.attempt === 0 ? Math.random() * configuration.intervalMs : this.backoff();
    await pause(spreadMs, signal);
  }

  private async configure(signal: AbortSignal): Promise<NodeConfiguration | undefined> {
    while (!signal.aborted) {
      try {
        const { curve } = this.identity;
        const configuration = await requestConfiguration(this.config, curve.publicKey, signal);
        this.events.configured(configuration);
        return configuration;
      } catch (error) {
        if (error instanceof Refused) throw error;
        if (!signal.aborted) await this.waitToRetry(error, signal);
      }
    }
    return undefined;
  }

  private async waitToRetry(error: unknown, signal: AbortSignal): Promise<void> {
    this.attempt += 1;
    const retryInMs = this.backoff();
    this.events.configurationFailed(error, retryInMs);
    await pause(retryInMs, signal);
  }

  private backoff(): number {
    return backoffMs(this.attempt, Math.random());
  }

  private send(message: Outgoing): void {
    if (this.session === undefined) this.held.push(message);
    else this.session.send(message);
  }
}

/** Waits, or stops waiting at the signal. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal }).catch(() => undefined);
