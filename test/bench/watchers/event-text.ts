/** Consecutive events, which were committed together. */
export interface EventBatch {
  readonly first: number;
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly sent: number;
}

/** The JSON texts of events of a job, with the time they were sent at. */
export function eventTexts({ first, count, sent }: EventBatch): string[] {
  const timestamp = new Date(sent).toISOString().replace('T', ' ').replace('Z', '000Z');
  return Array.from({ length: count }, (_, i) =>
    JSON.stringify({ timestamp, node: `node-${String(first + i).padStart(5, '0')}`, status: 'success', sent }),
  );
}

/** As a watcher gets them (wire contract section 8). */
export const streamText = (batch: EventBatch): string =>
  eventTexts(batch)
    .map((data, i) => `event: run_complete\nid: job-${batch.first + i}\ndata: ${data}\n\n`)
    .join('');
