import type { Readable } from 'node:stream';

/** What was written to a channel: its first bytes, and how many there were. */
export interface Captured {
  readonly bytes: Buffer;
  readonly total: number;
}

/** Reads a stream to its end in bounded memory. */
export class Capture {
  private readonly chunks: Buffer[] = [];
  private kept = 0;
  private total = 0;

  constructor(stream: Readable, keepBytes: number) {
    stream.on('data', (chunk: Buffer) => {
      this.total += chunk.length;
      const part = chunk.subarray(0, keepBytes - this.kept);
      if (part.length > 0) this.chunks.push(part);
      this.kept += part.length;
    });
  }

  get captured(): Captured {
    return { bytes: Buffer.concat(this.chunks), total: this.total };
  }
}
