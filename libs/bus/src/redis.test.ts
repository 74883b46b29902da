import { describe, expect, it } from 'vitest';
import { behindSentinels } from './redis.ts';

describe('an address of Redis', () => {
  it.each(['redis://h:6379/1', 'rediss://:secret@h', 'redis+sentinel://h:1'])('names a server itself: %s', (url) => {
    expect(behindSentinels(url)).toBeUndefined();
  });

  it('names Sentinels and what they watch', () => {
    expect(behindSentinels('redis+sentinel://one:26379,two/main')).toEqual({
      sentinels: [
        { host: 'one', port: 26_379 },
        { host: 'two', port: 26_379 },
      ],
      name: 'main',
      db: 0,
    });
  });

  it('may have a user, a password, a database, and TLS to everybody', () => {
    expect(behindSentinels('rediss+sentinel://me:p%40ss@one:1/main/2')).toMatchObject({
      ...{ username: 'me', password: 'p@ss', db: 2, tls: {}, enableTLSForSentinelMode: true },
    });
    expect(behindSentinels('redis+sentinel://:secret@one:1/main')).toMatchObject({ password: 'secret' });
    expect(behindSentinels('redis+sentinel://:secret@one:1/main')).not.toHaveProperty('username');
  });
});
