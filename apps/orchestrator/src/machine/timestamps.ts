/** Where a feed stands. Times are microseconds since 1970. */
export interface FeedPosition {
  readonly number: number;
  readonly micros: number;
}

/**
 * Numbers go up by one without gaps; times strictly grow, whichever replica's clock is behind (wire contract section 8).
 * @returns the positions of the next `count` events.
 */
export function nextPositions(last: FeedPosition, count: number, nowMs: number): FeedPosition[] {
  const first = Math.max(nowMs * 1_000, last.micros + 1);
  return Array.from({ length: count }, (_, i) => ({ number: last.number + 1 + i, micros: first + i }));
}

let lastSecond = { at: Number.NaN, text: '' };

/** `2014-07-10 05:17:44.995958Z` */
export function timestamp(micros: number): string {
  const second = Math.floor(micros / 1_000_000);
  if (second !== lastSecond.at) {
    // Thousands of events share a second, and a date is costly to write.
    lastSecond = { at: second, text: new Date(second * 1_000).toISOString().slice(0, 19).replace('T', ' ') };
  }
  return `${lastSecond.text}.${String(micros % 1_000_000).padStart(6, '0')}Z`;
}
