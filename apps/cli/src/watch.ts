import { type FeedEvent } from './feed.ts';
import { nodeNews, Progress } from './progress.ts';
import { eventLine } from './render/event.ts';
import { liveLine } from './render/live.ts';
import type { Terminal } from './terminal.ts';

const REDRAW_MS = 100;
/** More bad news than this would push everything else off the screen; the table at the end has it all. */
const BAD_NEWS_AT_MOST = 10;

/** Shows a job's events as they come. */
export interface Watch {
  event(event: FeedEvent): void;
  /** The feed broke and is being opened again. */
  broken(): void;
  end(): void;
}

/** For a log or a pipe: a line for each event. */
export class LineWatch implements Watch {
  constructor(private readonly terminal: Terminal) {}

  event(event: FeedEvent): void {
    const line = eventLine(event);
    if (line !== undefined) this.terminal.write(`${line}\n`);
  }
  broken(): void {
    this.terminal.error('The feed broke; opening it again.\n');
  }
  end(): void {
    // nothing is left on the screen
  }
}

/** For a person: one line that changes, and lines that stay for what went wrong. */
export class LiveWatch implements Watch {
  private readonly progress = new Progress();
  private readonly startedMs = Date.now();
  private readonly timer: NodeJS.Timeout;
  private badNews = 0;
  private isBroken = false;

  constructor(private readonly terminal: Terminal) {
    this.timer = setInterval(() => this.draw(), REDRAW_MS);
  }

  event(event: FeedEvent): void {
    this.isBroken = false;
    this.progress.take(event);
    const isBad = nodeNews(event)?.isBad === true;
    if (isBad) this.badNews += 1;
    const line = isBad || event.name === 'start' || event.name === 'quorum_succeeded' ? eventLine(event) : undefined;
    if (line === undefined || (isBad && this.badNews > BAD_NEWS_AT_MOST)) return;
    const last = isBad && this.badNews === BAD_NEWS_AT_MOST ? '  (and from here on, trouble is only counted)' : '';
    this.terminal.write(`${line}${last}\n`);
  }
  broken(): void {
    this.isBroken = true;
    this.draw();
  }
  end(): void {
    clearInterval(this.timer);
    this.terminal.show('');
  }

  private draw(): void {
    const { summary } = this.progress;
    const line = summary.nodeCount === 0 ? 'Waiting for the server' : liveLine(summary, Date.now() - this.startedMs);
    this.terminal.show(this.isBroken ? `${line}  (reconnecting)` : line);
  }
}
