import { describe, expect, it } from 'vitest';
import { behindSentinels, redisUrl } from './redis.ts';

describe('the address of Redis', () => {
  it.each(['redis://127.0.0.1:6379', 'rediss://:secret@redis:6379/1'])('may be a server: %s', (url) => {
    expect(redisUrl.parse(url)).toBe(url);
    expect(behindSentinels(url)).toBeUndefined();
  });

  it.each(['redis+sentinel://a:1,b:2/main', 'rediss+sentinel://user:secret@a/main/3'])(
    'may be Sentinels that know it: %s',
    (url) => {
      expect(redisUrl.parse(url)).toBe(url);
      expect(behindSentinels(url)).toMatchObject({ name: 'main' });
    },
  );

  it.each(['', 'redis', 'http://redis:6379', 'redis+sentinel://a:1', 'redis+sentinel://a:1/main/first'])(
    'is not %j',
    (url) => {
      expect(redisUrl.safeParse(url).error?.issues[0]?.message).toMatch(/^expected redis:/);
    },
  );
});
