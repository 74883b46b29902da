import { describe, expect, it } from 'vitest';
import { arrival, briefs, first, idle, inRehab, Watched, withDuty } from './watched.fixture.ts';

describe('a result that is repeated until it is acknowledged', () => {
  it.each(['succeeded', 'failed'] as const)('(%s) ends a duty like any other', (type) => {
    const node = withDuty('j1', 'running');
    expect(node.repeat(type, 'j1')).toEqual([`${type} j1`]);
    expect([node.dutyNow, node.beat(), node.beat()]).toEqual([undefined, [], []]);
  });

  it('is reported as often as it comes while its job is open: the job knows what is new', () => {
    const node = withDuty('j1', 'running');
    node.repeat('succeeded', 'j1');
    expect(node.repeat('succeeded', 'j1')).toEqual(['succeeded j1']);
  });

  it('is reported too while nobody knows whether its job is open', () => {
    expect(idle().repeat('succeeded', 'unsure')).toEqual(['succeeded unsure']);
  });

  it('is acknowledged where its job is over, and leaves the node as it is', () => {
    const node = withDuty('j2', 'running');
    const before = node.state;
    expect(node.repeat('succeeded', 'over')).toEqual(['result_ack over']);
    expect(node.state).toEqual({ ...before, lastSequence: before.lastSequence + 1 });
  });

  it('of a job that is over is no reason for an abort; once said it is, and so is any other message', () => {
    expect(idle().say('succeeded', 'over')).toEqual(['unavailable', 'abort']);
    expect(idle().repeat('succeeded', null)).toEqual(['unavailable', 'abort']);
  });

  it('is acknowledged in rehab too, and does not end it', () => {
    const node = inRehab();
    expect([node.repeat('failed', 'over'), node.repeat('failed', 'j1')]).toEqual([['result_ack over'], ['failed j1']]);
    expect(node.state.phase).toBe('rehab');
  });

  it('does not disturb the job that came after it', () => {
    const node = withDuty('j2', 'running');
    expect(node.repeat('succeeded', 'j1')).toEqual(['succeeded j1']);
    expect(node.dutyNow).toBe('j2 running');
  });

  it('may be the first thing that a broker hears of a node', () => {
    const over = first({ type: 'succeeded', job_id: 'over', ack: true });
    expect(briefs(arrival(over, { idleIncarnation: 'first' }))).toEqual(['available', 'ack', 'result_ack over']);
    expect(briefs(arrival(over))).toEqual(['unavailable', 'abort', 'result_ack over']);
  });

  it('that came first is the last word on its job, though the node has to be aborted all the same', () => {
    const node = new Watched(arrival(first({ type: 'succeeded', job_id: 'j1', ack: true })).state);
    expect([node.say('aborted', null), node.beat(['running', 'j1']), node.beat(), node.beat()].flat()).toEqual([
      'available',
    ]);
  });

  it('comes before two heartbeats prove that it was lost, and they prove nothing any more', () => {
    const node = withDuty('j1', 'running');
    expect([node.beat(), node.repeat('succeeded', 'j1'), node.beat(), node.beat()].flat()).toEqual(['succeeded j1']);
  });
});
