/** `2014-07-10 05:17:44.995958Z` (wire contract section 8), from microseconds since 1970. */
export function feedTimestamp(micros: number): string {
  const iso = new Date(Math.floor(micros / 1000)).toISOString();
  const belowMilliseconds = String(micros % 1000).padStart(3, '0');
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${belowMilliseconds}Z`;
}
