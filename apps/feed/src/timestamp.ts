const WRITTEN = /^\{"timestamp":"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{3})\d{3}Z"/;

/** When an event happened, in milliseconds since 1970, from its JSON; undefined where that does not begin with it. */
export function eventTimeMs(data: string): number | undefined {
  const [, day, time] = WRITTEN.exec(data) ?? [];
  return day === undefined ? undefined : Date.parse(`${day}T${time}Z`);
}

/** `2014-07-10 05:17:44.995958Z` (wire contract section 8), from microseconds since 1970. */
export function feedTimestamp(micros: number): string {
  const iso = new Date(Math.floor(micros / 1000)).toISOString();
  const belowMilliseconds = String(micros % 1000).padStart(3, '0');
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${belowMilliseconds}Z`;
}
