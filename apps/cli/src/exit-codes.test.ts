import { describe, expect, it } from 'vitest';
import { exitCodeOf } from './exit-codes.ts';

describe('the exit code', () => {
  it.each([
    ['all succeeded', 'complete', { succeeded: ['a', 'b'] }, 0],
    ['the quorum did without some', 'complete', { succeeded: ['a'], nacked: ['b'], unavailable: ['c'] }, 0],
    ['one failed', 'complete', { succeeded: ['a'], failed: ['b'] }, 1],
    ['one crashed', 'complete', { succeeded: ['a'], crashed: ['b'] }, 1],
    ['there was no quorum', 'quorum_failed', { was_ready: ['a'], nacked: ['b'] }, 2],
    ['time ran out', 'timed_out', { timed_out: ['a'] }, 3],
    ['it was cancelled', 'aborted', { aborted: ['a'] }, 4],
    ['it crashed', 'crashed', { crashed: ['a'] }, 4],
    ['it still runs', 'running', { running: ['a'] }, 0],
  ])('when %s', (_, status, nodes, code) => expect(exitCodeOf({ status, nodes })).toBe(code));
});
