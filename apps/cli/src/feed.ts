import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { ServerRefused } from './api.ts';
import { backoffMs } from './backoff.ts';
import { CliError } from './cli-error.ts';

/** One event of a job's feed (wire contract section 8). */
export interface FeedEvent {
  readonly name: string;
  readonly id: string;
  /** Always with a `timestamp`; what else depends on the event. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Opens the feed anew, behind the event of that id. */
export type OpenFeed = (lastEventId: string | undefined, signal: AbortSignal) => Promise<Response>;

/** A comment comes every 15 s of silence. Where three are missing, nobody is there any more. */
const SILENCE_MS = 45_000;
/** About a minute, and then a person should decide. */
const ATTEMPTS = 10;
const LAST_EVENTS: ReadonlySet<string> = new Set(['job_complete', 'summary']);
const Data = z.record(z.string(), z.unknown());

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** The feed broke and will be opened again. */
  readonly onBreak?: () => void;
}

/**
 * Every event of a job exactly once, to its last one, however often the connection breaks. Throws CliError when the
 * server refuses, or stays away.
 */
export async function* follow(open: OpenFeed, { signal, onBreak }: FollowOptions): AsyncGenerator<FeedEvent> {
  const seen = new Set<string>();
  let lastId: string | undefined;
  for (let attempt = 1; ; attempt += 1) {
    try {
      for await (const event of readOnce(open, lastId, signal)) {
        attempt = 0;
        if (seen.has(event.id)) continue; // a server that does not know our place plays from the start
        if (event.id !== '') seen.add((lastId = event.id));
        yield event;
        if (LAST_EVENTS.has(event.name)) return;
      }
    } catch (error) {
      if (signal.aborted || isFinal(error) || attempt >= ATTEMPTS) throw error;
    }
    if (attempt >= ATTEMPTS) throw new CliError('the feed of the job ends again and again without an event');
    onBreak?.();
    await wait(backoffMs(Math.max(attempt, 1), Math.random()), undefined, { signal });
  }
}

/** Being refused does not change by asking again, unless the server is only unwell. */
const isFinal = (error: unknown): boolean => error instanceof ServerRefused && error.status < 500;

async function* readOnce(open: OpenFeed, lastId: string | undefined, signal: AbortSignal): AsyncGenerator<FeedEvent> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new CliError('the feed of the job went silent')), SILENCE_MS);
  try {
    const response = await open(lastId, AbortSignal.any([signal, silence.signal]));
    const arrived: EventSourceMessage[] = [];
    const parser = createParser({ onEvent: (message) => arrived.push(message) });
    for await (const text of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      timer.refresh();
      parser.feed(text);
      for (const message of arrived.splice(0)) yield parseEvent(message);
    }
  } finally {
    clearTimeout(timer);
  }
}

function parseEvent({ event, id, data }: EventSourceMessage): FeedEvent {
  return { name: event ?? 'message', id: id ?? '', data: Data.parse(JSON.parse(data)) };
}
