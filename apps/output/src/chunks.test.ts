import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunksOf, MAX_CHUNK_BYTES } from './chunks.ts';

const output = (node: string, stdout: Buffer, stderr: Buffer) => ({ jobId: 'j', node, stdout, stderr });
const none = Buffer.alloc(0);

describe('chunksOf', () => {
  it('keeps an empty channel as one empty chunk at offset 0', () => {
    expect(chunksOf([output('n', none, none)])).toEqual([
      { jobId: 'j', node: 'n', channel: 'stderr', offset: 0, data: none },
      { jobId: 'j', node: 'n', channel: 'stdout', offset: 0, data: none },
    ]);
  });

  it('cuts at 1 MiB exactly, and no earlier', () => {
    const sizes = (length: number) =>
      chunksOf([output('n', Buffer.alloc(length), none)])
        .filter(({ channel }) => channel === 'stdout')
        .map(({ offset, data }) => [offset, data.length]);
    expect(sizes(MAX_CHUNK_BYTES)).toEqual([[0, MAX_CHUNK_BYTES]]);
    expect(sizes(MAX_CHUNK_BYTES + 1)).toEqual([
      [0, MAX_CHUNK_BYTES],
      [MAX_CHUNK_BYTES, 1],
    ]);
  });

  it('takes the first of two outputs of one node', () => {
    const chunks = chunksOf([output('n', Buffer.from('first'), none), output('n', Buffer.from('second'), none)]);
    expect(chunks.map(({ data }) => String(data))).toEqual(['', 'first']);
  });

  it('orders rows alike, whatever the order of the outputs', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(names, (nodes) => {
        const outputs = nodes.map((node) => output(node, none, none));
        expect(chunksOf(outputs.toReversed())).toEqual(chunksOf(outputs));
      }),
    );
  });
});
