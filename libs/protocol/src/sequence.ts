/**
 * Whether a body's `sequence` may follow the last one of the same connection: only upwards, gaps allowed (wire contract
 * section 6). `last` is undefined for the first message of a connection, which may start anywhere.
 */
export function freshSequence(last: number | undefined, next: number): boolean {
  return last === undefined || next > last;
}
