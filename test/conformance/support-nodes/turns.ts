/**
 * Names of nodes, taken in turn. For a while a broker remembers who had a name, and one process that takes it from
 * another is a case of its own; a test that is about something else takes a name that was let go of long ago.
 */
export class Turns {
  readonly all: readonly string[];
  private taken = 0;

  constructor(prefix: string, count = 32) {
    this.all = Array.from({ length: count }, (_, i) => `${prefix}-${i + 1}`);
  }

  next(): string {
    return this.all[this.taken++ % this.all.length] ?? '';
  }
}
