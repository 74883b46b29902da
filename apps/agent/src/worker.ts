import type { CommandMessage } from '@push-jobs/protocol';
import { Command } from './command.ts';
import { checkCommit } from './commit-check.ts';
import type { AgentConfig } from './config.ts';
import type { Events } from './events.ts';
import { jobEnvironment } from './job-environment.ts';
import { JobFiles } from './job-files.ts';
import { type Answer, type Effect, IDLE, type Input, jobState, type Machine, step } from './job-machine.ts';
import type { Order } from './order.ts';
import { resultOf } from './result.ts';

const SWEEP_EVERY_MS = 60 * 60 * 1000;

/** Carries out what the server orders, one thing at a time: the shell around the job machine. */
export class Worker {
  private machine: Machine = IDLE;
  private command: Command | undefined;
  private killing: Promise<void> = Promise.resolve();
  private inbox: Promise<void> = Promise.resolve();
  private readonly files: JobFiles;
  private readonly sweeper: NodeJS.Timeout;

  constructor(
    private readonly config: AgentConfig,
    private readonly events: Events,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly answer: (answer: Answer) => void,
  ) {
    this.files = new JobFiles(config.fileDir);
    const sweep = (): void => void this.files.sweep(Date.now()).catch((error: unknown) => events.failed(error));
    sweep();
    this.sweeper = setInterval(sweep, SWEEP_EVERY_MS).unref();
  }

  /** What a heartbeat says. */
  get state(): ReturnType<typeof jobState> {
    return jobState(this.machine);
  }

  get isBusy(): boolean {
    return this.machine.phase.name !== 'idle';
  }

  /** Orders are carried out in the order in which they came, though checking a commit takes a moment. */
  order(message: CommandMessage): void {
    this.inbox = this.inbox
      .then(async () => this.hear(await this.inputOf(message)))
      .catch((error: unknown) => this.events.failed(error));
  }

  /** Kills what runs. Resolves when it is gone. */
  async stop(): Promise<void> {
    clearInterval(this.sweeper);
    await this.inbox;
    if (this.isBusy) this.hear({ type: 'abort' });
    await this.killing;
  }

  private async inputOf(message: CommandMessage): Promise<Input | undefined> {
    switch (message.type) {
      case 'commit':
        this.events.commitAsked(message);
        return { type: 'commit', jobId: message.job_id, verdict: await checkCommit(message, this.config.allowList) };
      case 'run':
        return { type: 'run', jobId: message.job_id };
      case 'abort':
        return { type: 'abort' };
      case 'ack':
      case 'result_ack': // the session's business
        return undefined;
    }
  }

  private hear(input: Input | undefined): void {
    if (input === undefined) return;
    const { machine, effects } = step(this.machine, input);
    this.machine = machine;
    for (const effect of effects) this.perform(effect);
  }

  private perform(effect: Effect): void {
    switch (effect.type) {
      case 'answer':
        this.events.answered(effect.answer);
        return this.answer(effect.answer);
      case 'start':
        return void this.start(effect.order).catch((error: unknown) => this.cannotStart(effect.order, error));
      case 'kill':
        this.killing = this.kill().catch((error: unknown) => this.events.failed(error));
    }
  }

  private async start(order: Order): Promise<void> {
    const file = order.file === undefined ? undefined : await this.files.write(order.file, order.account);
    const { phase } = this.machine;
    if (phase.name !== 'running' || phase.jobId !== order.jobId) return; // aborted while the file was written
    const command = this.launch(order, file);
    this.command = command;
    this.events.commandStarted(order.jobId, command.pid);
    const exit = await command.exit;
    this.command = undefined;
    this.hear({ type: 'finished', result: resultOf(order.jobId, exit, this.config.maxOutputBytes) });
  }

  private launch(order: Order, file: string | undefined): Command {
    const { account, dir } = order;
    const env = jobEnvironment({
      jobId: order.jobId,
      nodeName: this.config.nodeName,
      asked: order.env,
      overwritable: this.config.overwritableVariables,
      ...(file === undefined ? {} : { file }),
    });
    return new Command({
      commandLine: order.rule.commandLine,
      inherited: this.environment,
      env,
      capture: order.capture,
      keepBytes: this.config.maxOutputBytes + 1,
      ...(account === undefined ? {} : { account }),
      ...(dir === undefined ? {} : { dir }),
    });
  }

  private cannotStart(order: Order, error: unknown): void {
    const failure = error instanceof Error ? error.message : String(error);
    this.hear({ type: 'finished', result: resultOf(order.jobId, { code: null, signal: null, failure }, 0) });
  }

  private async kill(): Promise<void> {
    this.events.killing(this.state.job_id ?? '');
    await this.command?.end();
    this.hear({ type: 'killed' });
  }
}
