import { describe, expect, it } from 'vitest';
import { callerOrigin, jobUri } from './caller-address.ts';

describe('the address of the caller', () => {
  it.each([
    [{ host: 'push.test' }, 'http://push.test'],
    [{ host: 'push.test:10003' }, 'http://push.test:10003'],
    [{ host: 'push.test:80' }, 'http://push.test'],
    [{ host: 'push.test:443', 'x-forwarded-proto': 'https' }, 'https://push.test'],
    [{ host: 'push.test:8443', 'x-forwarded-proto': 'HTTPS, http' }, 'https://push.test:8443'],
    [{ host: 'gateway:10003', 'x-forwarded-host': 'push.test, inner' }, 'http://push.test'],
    [{ host: '[::1]:10003' }, 'http://[::1]:10003'],
    [{ host: '[::80]' }, 'http://[::80]'],
    [{ host: 'push.test', 'x-forwarded-proto': 'javascript' }, 'http://push.test'],
    [{ host: 'push.test', 'x-forwarded-host': 'evil/?x=' }, 'http://push.test'],
    [{}, 'http://localhost'],
  ])('with %j is %s', (headers, expected) => {
    expect(callerOrigin(headers)).toBe(expected);
  });

  it('leads to a job, whose id comes last', () => {
    const uri = jobUri({ host: 'push.test' }, 'acme', '0'.repeat(32));
    expect(uri).toBe(`http://push.test/organizations/acme/pushy/jobs/${'0'.repeat(32)}`);
  });
});
