import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { SignedClient } from './signed-client.ts';

export interface FeedEvent {
  id: string;
  event: string;
  data: Record<string, unknown>;
}

/** Reads a feed until the server ends it, or until `enough` says so. */
export async function readFeed(
  client: SignedClient,
  path: string,
  { lastEventId, enough = () => false }: { lastEventId?: string; enough?: (events: FeedEvent[]) => boolean } = {},
): Promise<FeedEvent[]> {
  const resume = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
  const response = await client.request('GET', path, undefined, { Accept: 'text/event-stream', ...resume });
  if (!response.ok || response.body === null) throw new Error(`the feed answered ${response.status}`);
  const events: FeedEvent[] = [];
  const stream = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { id = '', event = '', data } of stream) {
    events.push({ id, event, data: JSON.parse(data) as Record<string, unknown> });
    if (enough(events)) break;
  }
  return events;
}
