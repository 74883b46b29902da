import { describe, expect, it } from 'vitest';
import type { OutboxRow } from './outbox-rows.ts';
import { UnreachedNodes } from './unreached.ts';

const row = (jobId: string): OutboxRow => ({ id: '1', jobId, organization: 'acme', work: { type: 'run' } });
const a = { organization: 'acme', node: 'a' };

describe('nodes that no command could reach', () => {
  it('are taken out once, with all their jobs', () => {
    const nodes = new UnreachedNodes();
    nodes.add(row('j1'), ['a', 'b'], 0);
    nodes.add(row('j2'), ['a'], 0);
    expect(nodes.take([a, { organization: 'other', node: 'b' }]).map(({ jobId }) => jobId)).toEqual(['j1', 'j2']);
    expect(nodes.take([a])).toEqual([]);
    expect(nodes.allSince(-1)).toEqual([{ organization: 'acme', node: 'b', jobId: 'j1', traceparent: null }]);
  });

  it('are forgotten after a while', () => {
    const nodes = new UnreachedNodes();
    nodes.add(row('j1'), ['a'], 10);
    nodes.add(row('j2'), ['a'], 20);
    expect(nodes.allSince(10).map(({ jobId }) => jobId)).toEqual(['j2']);
    expect(nodes.take([a]).map(({ jobId }) => jobId)).toEqual(['j2']);
  });
});
