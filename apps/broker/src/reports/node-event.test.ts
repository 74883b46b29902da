import type { NodeMessage } from '@push-jobs/protocol';
import { describe, expect, it } from 'vitest';
import { toNodeEvent } from './node-event.ts';

const NODE = { organization: 'acme', node: 'web-1' };
const common = {
  ...{ node: 'web-1', org: 'acme', client: 'host', incarnation_id: 'i', sequence: 1 },
  ...{ timestamp: 'Sun, 22 Nov 2026 05:00:00 GMT', job_id: 'j' },
};
const event = (message: Exclude<NodeMessage, { type: 'heartbeat' }>, news: 'succeeded' | 'nack_commit') =>
  toNodeEvent(NODE, { type: 'report', news, jobId: 'j', message });

describe('an event for the orchestrator', () => {
  it('carries output only where both channels came', () => {
    const both = event({ ...common, type: 'succeeded', stdout: 'ö', stderr: '' }, 'succeeded');
    expect(both.output).toEqual({ stdout: Buffer.from('ö'), stderr: Buffer.alloc(0) });
    expect(event({ ...common, type: 'succeeded', stdout: 'x' }, 'succeeded').output).toBeNull();
    expect(event({ ...common, type: 'succeeded' }, 'succeeded').output).toBeNull();
  });

  it('carries whether the node repeats it until it is acknowledged', () => {
    expect(event({ ...common, type: 'succeeded', ack: true }, 'succeeded').untilAcknowledged).toBe(true);
    expect(event({ ...common, type: 'succeeded' }, 'succeeded').untilAcknowledged).toBe(false);
  });

  it('carries a reason that any table takes', () => {
    const reason = `busy\0${'!'.repeat(5_000)}`;
    const text = event({ ...common, type: 'nack_commit', reason }, 'nack_commit').reason;
    expect(text).toMatch(/^busy!+$/);
    expect(text?.length).toBeLessThan(1_001);
  });

  it('names no job where the news concerns all of them', () => {
    expect(toNodeEvent(NODE, { type: 'report', news: 'down', jobId: null })).toEqual({
      ...NODE,
      jobId: '',
      news: 'DOWN',
      reason: '',
      output: null,
      untilAcknowledged: false,
    });
  });
});
