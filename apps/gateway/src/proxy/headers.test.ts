import { describe, expect, it } from 'vitest';
import { endToEnd, framingOf, hasBeenHere, passedOn } from './headers.ts';

const hop = { peer: '10.0.0.9', requestId: 'r1', framing: 'none' } as const;

describe('the body of a request', () => {
  it.each([
    [{}, 'none'],
    [{ 'content-length': '7' }, 'length'],
    [{ 'transfer-encoding': 'Chunked' }, 'chunked'],
  ])('ends where %j says', (headers, framing) => expect(framingOf(headers)).toBe(framing));

  it.each([
    { 'content-length': '7', 'transfer-encoding': 'chunked' },
    { 'transfer-encoding': 'gzip, chunked' },
    { 'transfer-encoding': 'identity' },
    { 'transfer-encoding': '' },
  ])('has no certain end with %j', (headers) => expect(framingOf(headers)).toBeUndefined());

  it.each([
    ['none', {}],
    ['length', { 'content-length': '7' }],
    ['chunked', { 'transfer-encoding': 'chunked' }],
  ] as const)('is passed on framed as %s', (framing, expected) => {
    const { 'content-length': length, 'transfer-encoding': coding } = passedOn(
      { 'content-length': '7', 'transfer-encoding': 'chunked' },
      { ...hop, framing },
    );
    expect(JSON.parse(JSON.stringify({ 'content-length': length, 'transfer-encoding': coding }))).toEqual(expected);
  });
});

describe('headers that are about one connection', () => {
  it('stay on it, as do those which the sender counts among them', () => {
    const headers = {
      ...{ connection: 'close, X-Secret', 'x-secret': '1', 'keep-alive': '5', te: 'trailers', upgrade: 'websocket' },
      ...{ 'proxy-authorization': 'Basic x', expect: '100-continue', 'x-ops-sign': 'version=1.3' },
    };
    expect(endToEnd(headers)).toEqual({ 'x-ops-sign': 'version=1.3' });
  });
});

describe('a request that is passed on', () => {
  it('tells who sent it, and to which name', () => {
    expect(passedOn({ host: 'push.test', accept: '*/*' }, hop)).toEqual({
      ...{ host: 'push.test', accept: '*/*', via: '1.1 push-jobs', 'x-request-id': 'r1' },
      ...{ 'x-forwarded-for': '10.0.0.9', 'x-forwarded-host': 'push.test', 'x-forwarded-proto': 'http' },
    });
  });

  it('keeps what proxies in front said about the caller', () => {
    const given = { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-host': 'a.test', 'x-forwarded-proto': 'https' };
    expect(passedOn({ ...given, host: 'b.test', via: '2 edge' }, hop)).toMatchObject({
      ...given,
      ...{ 'x-forwarded-for': '1.2.3.4, 10.0.0.9', via: '2 edge, 1.1 push-jobs' },
    });
  });

  it('is known when it comes back', () => {
    expect(hasBeenHere(passedOn({}, hop) as Record<string, string>)).toBe(true); // no header here has several values
    expect(hasBeenHere({ via: '1.1 push-jobs, 2 ingress' })).toBe(true);
    expect(hasBeenHere({ via: '1.1 another-push-jobs' })).toBe(false);
    expect(hasBeenHere({})).toBe(false);
  });
});
