import { expect, it } from 'vitest';
import { freePorts } from '@push-jobs/local';

it('no port is given to two who ask', async () => {
  const given = await Promise.all([freePorts(400), freePorts(400)]);
  expect(new Set(given.flat()).size).toBe(800);
});
