import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FuzzRun } from './fuzz.ts';

const { FUZZ_SEED, FUZZ_REQUESTS = '20000', FUZZ_FRAMES = '100000' } = process.env;
const seed = Number(FUZZ_SEED ?? Date.now() % 2 ** 31);

let fuzz: FuzzRun;
beforeAll(async () => {
  fuzz = await FuzzRun.start(seed);
});
afterAll(() => fuzz[Symbol.asyncDispose]());

describe(`bad input, seed ${seed}`, () => {
  it(`of ${FUZZ_REQUESTS} HTTP requests hurts nobody`, async () => {
    const figures = await fuzz.http(Number(FUZZ_REQUESTS));
    console.log(`seed ${seed}\n${figures}`);
    expect(figures).toContain(`${FUZZ_REQUESTS} requests`);
  });

  it(`of ${FUZZ_FRAMES} ZeroMQ frames hurts nobody`, async () => {
    const figures = await fuzz.zmq(Number(FUZZ_FRAMES));
    console.log(`seed ${seed}\n${figures}`);
    expect(figures).toMatch(/frames \d+/);
  });
});
