import type { Rejection } from '@push-jobs/protocol';
import { type Logger, pino } from 'pino';
import type { Commit } from './commit-check.ts';
import type { Answer } from './job-machine.ts';
import type { NodeConfiguration } from './node-configuration.ts';

/** Everything the agent tells its log: one JSON line each on standard output, never a key or a job's environment. */
export class Events {
  private readonly log: Logger;

  constructor(node: string, level: string) {
    this.log = pino({ level, base: { service: 'agent', node }, timestamp: pino.stdTimeFunctions.isoTime });
  }

  started(incarnation: string, openPatterns: readonly string[]): void {
    this.log.info({ incarnation }, 'agent started');
    if (openPatterns.length > 0) {
      const message = 'these patterns of the allow-list let callers add text of their own: anchor them with ^ and $';
      this.log.warn({ patterns: openPatterns }, message);
    }
  }
  configured({ commandAddress, heartbeatAddress, curvePublicKey }: NodeConfiguration): void {
    const encrypted = curvePublicKey !== undefined;
    this.log.info({ commandAddress, heartbeatAddress, encrypted }, 'configured');
    if (!encrypted) this.log.warn('commands and results go over the network in the clear');
  }
  configurationFailed(error: unknown, retryInMs: number): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.log.warn({ reason, retryInMs: Math.round(retryInMs) }, 'no configuration yet');
  }
  connected(): void {
    this.log.info('command channel works');
  }
  disconnected(): void {
    this.log.warn('command channel lost');
  }
  reconfiguring(reason: string): void {
    this.log.info({ reason }, 'fetching a new configuration');
  }
  dropped(channel: string, why: Rejection | 'replayed'): void {
    this.log.warn({ channel, why }, 'message dropped');
  }
  commitAsked({ job_id, command, user, dir }: Commit): void {
    this.log.info({ job: job_id, command, user, dir }, 'asked to commit');
  }
  commandStarted(job: string, pid: number | undefined): void {
    this.log.info({ job, pid }, 'command started');
  }
  killing(job: string): void {
    this.log.info({ job }, 'killing the command and all it started');
  }
  answered(answer: Answer): void {
    const { job_id: job, type } = answer;
    const reason = 'reason' in answer ? answer.reason : undefined;
    const exitCode = 'exit_code' in answer ? answer.exit_code : undefined;
    this.log.info({ job, answer: type, reason, exitCode }, 'answered');
  }
  resultRepeated(job: string): void {
    this.log.info({ job }, 'result sent again, as nobody has acknowledged it');
  }
  resultGivenUp(job: string): void {
    this.log.warn({ job }, 'result not sent again, though nobody has acknowledged it');
  }
  failed(error: unknown): void {
    this.log.error({ err: error }, 'unexpected error');
  }
  stopped(reason?: string): void {
    if (reason === undefined) this.log.info('agent stopped');
    else this.log.error({ reason }, 'agent stopped');
  }
}
