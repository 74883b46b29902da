import { afterAll, beforeAll, expect, it } from 'vitest';
import { Installation } from '../testing/installation.ts';
import { ApiDescription } from './api-description.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.start();
});
afterAll(() => installation[Symbol.asyncDispose]());

it('tells anyone what the gateway understands', async () => {
  const answer = await installation.send({ path: '/openapi.json' });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
  expect(answer.json).toEqual(JSON.parse(JSON.stringify(new ApiDescription({ directory: 'builtin' }).document)));
});
