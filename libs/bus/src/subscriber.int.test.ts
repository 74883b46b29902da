import { testRedis } from '@push-jobs/testing';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { openRedis } from './redis.ts';
import { Subscriber } from './subscriber.ts';

it('shares one subscription among listeners, and hears again after Redis was away', async () => {
  await using server = await testRedis();
  const listening = openRedis(server.url);
  const publishing = openRedis(server.url);
  await Promise.all([once(listening, 'ready'), once(publishing, 'ready')]);
  const subscriber = new Subscriber(listening);
  const [one, two] = [new AbortController(), new AbortController()];
  const heard: string[] = [];
  let next: () => void = () => undefined;
  const hear = (who: string) => (message: string) => {
    heard.push(`${who}:${message}`);
    next();
  };
  await subscriber.listen('channel', hear('one'), one.signal);
  await subscriber.listen('channel', hear('two'), two.signal);

  const both = new Promise<void>((resolve) => (next = () => heard.length === 2 && resolve()));
  await publishing.publish('channel', 'a');
  await both;
  expect(heard).toEqual(['one:a', 'two:a']);

  one.abort();
  const back = Promise.all([once(listening, 'ready'), once(publishing, 'ready')]);
  await server.restart();
  await back;
  const again = new Promise<void>((resolve) => (next = resolve));
  await expect.poll(() => publishing.publish('channel', 'b')).toBe(1);
  await again;
  expect(heard.slice(2)).toEqual(['two:b']);
  listening.disconnect();
  publishing.disconnect();
});
