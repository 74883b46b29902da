/** `Sun, 22 Nov 2026 05:00:00 GMT`: the timestamp of every ZeroMQ body, wire contract section 5. */
export function rfc1123(nowMs: number): string {
  return new Date(nowMs).toUTCString();
}

/** Milliseconds since the epoch, or undefined for anything but the exact form that `rfc1123` writes. */
export function parseRfc1123(text: string): number | undefined {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && rfc1123(ms) === text ? ms : undefined;
}
