import { testRedis } from '@push-jobs/testing';
import { expect, it } from 'vitest';
import { type Deadline, Deadlines } from './deadlines.ts';

it('hands over each deadline once it is due, and once only however often it was armed', async () => {
  await using redis = await testRedis();
  const deadlines = new Deadlines(redis.url);
  const due: Deadline[] = [];
  const last = new Promise<void>((resolve) => {
    deadlines.work(async (deadline) => {
      due.push(deadline);
      if (deadline.jobId === 'second') resolve();
    });
  });
  const first = { jobId: 'first', of: 'voting', delayMs: 50 } as const;
  await deadlines.arm([first, first, { jobId: 'second', of: 'running', delayMs: 200 }]);
  await deadlines.arm([first]);
  await last;
  await deadlines.close();
  expect(due).toEqual([
    { jobId: 'first', of: 'voting' },
    { jobId: 'second', of: 'running' },
  ]);
});

it('tries again where expiring failed', async () => {
  await using redis = await testRedis();
  const deadlines = new Deadlines(redis.url);
  let attempts = 0;
  const done = new Promise<void>((resolve) => {
    deadlines.work(async () => {
      attempts += 1;
      if (attempts < 2) throw new Error('Postgres is away');
      resolve();
    });
  });
  await deadlines.arm([{ jobId: 'job', of: 'running', delayMs: 0 }]);
  await done;
  await deadlines.close();
  expect(attempts).toBe(2);
});
