import type { NodeOutput__Output } from '@push-jobs/contracts';

/** Bytes in one row: large enough to be quick, small enough that a reader holds little at a time. */
export const MAX_CHUNK_BYTES = 1024 * 1024;

export interface Chunk {
  readonly jobId: string;
  readonly node: string;
  readonly channel: 'stdout' | 'stderr';
  /** Bytes of the channel before this chunk. */
  readonly offset: number;
  readonly data: Uint8Array;
}

/**
 * Rows of these outputs in the order of their key: whoever writes the same rows at the same time takes its locks in
 * the same order. The first output of a node in a job counts; each has both channels, an empty one as one empty chunk.
 */
export function chunksOf(outputs: readonly NodeOutput__Output[]): Chunk[] {
  const first = new Map<string, NodeOutput__Output>();
  for (const output of outputs) {
    const key = `${output.jobId}\n${output.node}`;
    if (!first.has(key)) first.set(key, output);
  }
  const sorted = [...first].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.flatMap(([, output]) => [...cut(output, 'stderr'), ...cut(output, 'stdout')]);
}

function cut(output: NodeOutput__Output, channel: Chunk['channel']): Chunk[] {
  const { jobId, node, [channel]: bytes } = output;
  const count = Math.max(1, Math.ceil(bytes.length / MAX_CHUNK_BYTES));
  return Array.from({ length: count }, (_, i) => {
    const offset = i * MAX_CHUNK_BYTES;
    return { jobId, node, channel, offset, data: bytes.subarray(offset, offset + MAX_CHUNK_BYTES) };
  });
}
