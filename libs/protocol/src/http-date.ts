/** `Sun, 22 Nov 2026 05:00:00 GMT`: the timestamp of every ZeroMQ body, wire contract section 5. */
export function rfc1123(nowMs: number): string {
  return new Date(nowMs).toUTCString();
}

/** The text that was read last: what thousands of nodes say within a second has one date. */
let last: { readonly text: string; readonly ms: number | undefined } = { text: '', ms: undefined };

/** Milliseconds since the epoch, or undefined for anything but the exact form that `rfc1123` writes. */
export function parseRfc1123(text: string): number | undefined {
  if (text === last.text) return last.ms;
  const ms = Date.parse(text);
  last = { text, ms: !Number.isNaN(ms) && rfc1123(ms) === text ? ms : undefined };
  return last.ms;
}
