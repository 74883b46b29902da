import { readSignedHeaders, signRequest, type SignedHeaders } from '@push-jobs/protocol';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { identify, requireSignedHeaders } from './authentication.ts';
import type { Principal } from './directory.ts';

const NOW = '2026-11-22T05:00:00Z';
const nowMs = Date.parse(NOW);
const request = { method: 'POST', path: '/organizations/acme/pushy/jobs?x=1', body: Buffer.from('{}') };
const [first, second, third] = [newKeys(), newKeys(), newKeys()];

function newKeys(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function signedBy(key: KeyObject): SignedHeaders {
  const headers = signRequest({ ...request, userId: 'alice', timestamp: NOW }, key, '1.3');
  const read = readSignedHeaders(headers, nowMs);
  if (!read.ok) throw new Error(`not a signed request: ${read.problem.kind}`);
  return read.value;
}

const principal = (kind: Principal['kind'], keys: KeyObject[], orgMember = true): Principal => ({
  kind,
  name: 'alice',
  orgMember,
  keys,
});

describe('the headers of a request', () => {
  const complete = signRequest({ ...request, userId: 'alice', timestamp: NOW }, first.privateKey, '1.3');

  it('pass when they are complete', () => {
    expect(requireSignedHeaders(complete, nowMs)).toMatchObject({ userId: 'alice', version: '1.3' });
  });

  it.each([
    [
      'are missing',
      { ...complete, 'X-Ops-UserId': '', 'X-Ops-Timestamp': undefined },
      'missing_headers',
      "missing required authentication header(s) 'X-Ops-UserId', 'X-Ops-Timestamp'",
      400,
    ],
    [
      'name a foreign version',
      { ...complete, 'X-Ops-Sign': 'version=8.1' },
      'unsupported_version',
      'Unsupported authentication protocol version',
      400,
    ],
    [
      'have no readable time',
      { ...complete, 'X-Ops-Timestamp': 'yesterday' },
      'bad_timestamp',
      "bad header(s) 'X-Ops-Timestamp'",
      401,
    ],
    [
      'are 901 seconds old',
      { ...complete, 'X-Ops-Timestamp': '2026-11-22T04:44:59Z' },
      'clock_skew',
      'Failed to authenticate as alice. Synchronize the clock on your host.',
      401,
    ],
  ])('refuse the request when they %s', (_what, headers, reason, message, status) => {
    const kind = status === 400 ? 'invalid' : 'unauthenticated';
    expect(() => requireSignedHeaders(headers, nowMs)).toThrow(
      expect.objectContaining({ reason, message, kind, asList: true }),
    );
  });
});

describe('the caller', () => {
  it('is who owns the key that signed, be it the last of several', () => {
    const user = principal('user', [first.publicKey]);
    const client = principal('client', [second.publicKey, third.publicKey]);
    const caller = identify(request, signedBy(third.privateKey), 'acme', [user, client]);
    expect(caller).toEqual({ kind: 'client', name: 'alice', organization: 'acme', key: third.publicKey });
  });

  it('is the member where a user and a client share a key', () => {
    const outsider = principal('user', [first.publicKey], false);
    const member = principal('client', [first.publicKey]);
    expect(identify(request, signedBy(first.privateKey), 'acme', [outsider, member]).kind).toBe('client');
  });

  it('cannot be told where nobody has that name', () => {
    expect(() => identify(request, signedBy(first.privateKey), 'acme', [])).toThrow(
      expect.objectContaining({
        reason: 'unknown_principal',
        message: "Failed to authenticate as 'alice'. Ensure that your node_name and client key are correct.",
      }),
    );
  });

  it('cannot be told where no key fits, and is asked to sign in a way we know', () => {
    const principals = [principal('user', [second.publicKey], false)];
    expect(() => identify(request, signedBy(first.privateKey), 'acme', principals)).toThrow(
      expect.objectContaining({
        reason: 'bad_signature',
        message: "Invalid signature for user or client 'alice'",
        headers: { 'WWW-Authenticate': 'X-Ops-Sign version="1.0" version="1.1" version="1.3"' },
      }),
    );
  });

  it('is refused for a body other than the signed one', () => {
    const forged = { ...request, body: Buffer.from('{"command":"other"}') };
    const principals = [principal('user', [first.publicKey])];
    expect(() => identify(forged, signedBy(first.privateKey), 'acme', principals)).toThrow(
      expect.objectContaining({ reason: 'bad_signature' }),
    );
  });

  it('is refused where they do not belong to the organization', () => {
    const principals = [principal('user', [first.publicKey], false)];
    expect(() => identify(request, signedBy(first.privateKey), 'acme', principals)).toThrow(
      expect.objectContaining({
        reason: 'not_associated',
        kind: 'forbidden',
        message: "'alice' is not associated with organization 'acme'",
      }),
    );
  });
});
