import type { LoggerService } from '@nestjs/common';
import { type Logger as Pino, pino } from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What is logged in one turn of the event loop leaves in one system call: in a storm of arrivals that is much. */
class LinesOfATurn {
  private readonly output = pino.destination({ dest: 1, sync: true });
  private lines = '';

  constructor() {
    process.once('exit', () => this.flush());
  }

  write(line: string): void {
    if (this.lines === '') setImmediate(() => this.flush());
    this.lines += line;
  }

  private flush(): void {
    if (this.lines !== '') this.output.write(this.lines);
    this.lines = '';
  }
}

const linesOfATurn = new LinesOfATurn();

/**
 * One JSON line per entry on standard output. Nest's own calls (`message, context`) and ours (`{ msg, jobId, ... }`)
 * both end up as fields; `err` is written with its stack.
 */
export class JsonLogger implements LoggerService {
  private readonly pino: Pino;

  constructor(service: string, level: LogLevel) {
    this.pino = pino({ level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime }, linesOfATurn);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  private write(level: LogLevel, message: unknown, rest: unknown[]): void {
    const context = rest.at(-1);
    const where = typeof context === 'string' ? { context } : {};
    if (message instanceof Error) this.pino[level]({ ...where, err: message });
    else if (typeof message === 'object' && message !== null) this.pino[level]({ ...where, ...message });
    else this.pino[level](where, String(message));
  }
}
