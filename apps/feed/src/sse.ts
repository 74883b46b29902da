import { eventId, type Feed, type FeedEvent } from './feed.ts';
import { eventTimeMs } from './timestamp.ts';

/** What ends a job's feed. */
const LAST_EVENT = 'job_complete';

export const KEEPALIVE = Buffer.from(':keepalive\n\n');

/** One event, its fields in the order of wire contract section 8. `data` is JSON text, which has no line breaks. */
export function sseText(id: string, event: string, data: string): string {
  return `event: ${event}\nid: ${id}\ndata: ${data}\n\n`;
}

/** Tells a client to wait this long before it connects again. */
export function sseRetry(ms: number): Buffer {
  return Buffer.from(`retry: ${ms}\n\n`);
}

/** Consecutive events of one feed as the bytes that every watcher gets: written down once, sent to many. */
export class SseBatch {
  readonly first: number;
  readonly last: number;
  /** When the last of these happened, in milliseconds since 1970. */
  readonly atMs: number | undefined;
  /** The feed is over with the last of these. */
  readonly ended: boolean;
  private readonly bytes: Buffer;
  /** Where each event begins in `bytes`. */
  private readonly starts: readonly number[];

  /** `events`: at least one. */
  constructor(feed: Feed, events: readonly [FeedEvent, ...FeedEvent[]]) {
    const texts = events.map(({ number, event, data }) => sseText(eventId(feed, number), event, data));
    let length = 0;
    this.starts = texts.map((text) => {
      const start = length;
      length += Buffer.byteLength(text);
      return start;
    });
    this.bytes = Buffer.from(texts.join(''));
    this.first = events[0].number;
    this.last = this.first + events.length - 1;
    this.atMs = eventTimeMs(events.at(-1)?.data ?? '');
    this.ended = feed.kind === 'job' && events.at(-1)?.event === LAST_EVENT;
  }

  /** The bytes from event `number` on; shared, not copied. */
  from(number: number): Buffer {
    return this.bytes.subarray(this.starts[number - this.first]);
  }
}
