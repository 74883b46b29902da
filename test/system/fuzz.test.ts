import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FuzzRun } from '../fuzz/fuzz.ts';

/** The same input each time; `npm run fuzz` makes up more of it, and other input with each run. */
const SEED = 1;

let fuzz: FuzzRun;
beforeAll(async () => {
  fuzz = await FuzzRun.start(SEED);
});
afterAll(() => fuzz[Symbol.asyncDispose]());

describe('bad input', () => {
  it('over HTTP is refused in JSON, and costs neither a process nor memory nor the good node a job', async () => {
    expect(await fuzz.http(1_500)).toContain('1500 requests');
  });

  it('over ZeroMQ is refused and counted, and costs neither a process nor memory nor the good node a job', async () => {
    expect(await fuzz.zmq(5_000)).toContain('refused');
  });
});
