import { createPublicKey, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { privateKey, recordedKey, requests, signatures } from '../recordings.fixture.ts';
import { canonicalPath, contentHash, textToSign, type SigningVersion } from './canonical.ts';
import { readSignedHeaders, type SignedHeaders } from './headers.ts';
import { publicKeyFromPem } from './public-key.ts';
import { signRequest } from './sign.ts';
import { verifyRequest } from './verify.ts';

const ADMIN = privateKey('admin.pem');
const ADMIN_PUBLIC = publicKeyFromPem(recordedKey('admin.pem').public);
const NODE_PUBLIC = publicKeyFromPem(recordedKey('node1.pem').public);
const TIMESTAMP = '2026-11-22T05:00:00Z';
const NOW = Date.parse(TIMESTAMP);
const VERSIONS: SigningVersion[] = ['1.0', '1.1', '1.2', '1.3'];
const request = {
  method: 'POST',
  path: '/organizations/acme/pushy/jobs',
  body: Buffer.from('{"command":"chef-client"}'),
  userId: 'admin',
  timestamp: TIMESTAMP,
  serverApiVersion: '1',
};

function read(headers: Record<string, string>, nowMs = NOW): SignedHeaders {
  const result = readSignedHeaders(headers, nowMs);
  if (!result.ok) throw new Error(`headers refused: ${result.problem.kind}`);
  return result.value;
}

const lower = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

describe('a path is signed', () => {
  it.each([
    ['/', '/'],
    ['//', '/'],
    ['/a/b', '/a/b'],
    ['//a///b//', '/a/b'],
    ['/a/b?c=/d//e/', '/a/b'],
    ['/a/?', '/a'],
    ['/node%201/', '/node%201'],
  ])('%s as %s', (sent, signed) => expect(canonicalPath(sent)).toBe(signed));

  it('the same way once it is canonical', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\/[a-z/?]{0,30}$/), (path) => {
        expect(canonicalPath(canonicalPath(path))).toBe(canonicalPath(path));
      }),
    );
  });
});

describe('the signatures of mixlib-authentication', () => {
  it.each(signatures.vectors.map((vector, index) => ({ title: `${index} ${vector.version} ${vector.path}`, vector })))(
    'are reproduced and accepted: $title',
    ({ vector }) => {
      const body = Buffer.from(vector.body);
      const signed = signRequest(
        {
          method: vector.method,
          path: vector.path,
          body,
          userId: vector.user_id,
          timestamp: vector.timestamp,
          serverApiVersion: vector.server_api_version,
        },
        privateKey(vector.key),
        vector.version,
      );
      expect(lower(signed)).toEqual({
        ...lower(vector.headers),
        'x-ops-server-api-version': vector.server_api_version,
      });
      const headers = read(signed, Date.parse(vector.timestamp));
      const parts = { ...headers, method: vector.method, path: vector.path };
      expect(textToSign(parts, vector.version)).toBe(vector.canonical_request);
      const key = publicKeyFromPem(recordedKey(vector.key).public);
      expect(verifyRequest({ method: vector.method, path: vector.path, body }, headers, [key])).toBe(key);
    },
  );

  it('are fifty', () => expect(signatures.vectors).toHaveLength(50));
});

describe('the requests of stock knife and of the stock client', () => {
  it.each(requests)('are accepted with the key of their signer: $name', (recorded) => {
    const { method, target, body_b64 } = recorded.request;
    const sent = Object.fromEntries(recorded.request.headers);
    const headers = read(sent, Date.parse(lower(sent)['x-ops-timestamp'] ?? ''));
    const key = publicKeyFromPem(recorded.public_key_pem);
    const received = { method, path: target, body: Buffer.from(body_b64, 'base64') };
    expect(headers.userId).toBe(recorded.user);
    expect(textToSign({ ...headers, method, path: target }, headers.version)).toBe(recorded.canonical_request);
    expect(verifyRequest(received, headers, [key])).toBe(key);
  });

  it('are eighty-one', () => expect(requests).toHaveLength(81));
});

describe.each(VERSIONS)('a request signed with version %s', (version) => {
  const signed = signRequest(request, ADMIN, version);
  const headers = read(signed);

  it('names the key that signed, among several', () => {
    expect(verifyRequest(request, headers, [NODE_PUBLIC, ADMIN_PUBLIC])).toBe(ADMIN_PUBLIC);
  });

  it('is nobody’s without the key, without keys, and with a key that is not RSA', () => {
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    expect(verifyRequest(request, headers, [NODE_PUBLIC])).toBeUndefined();
    expect(verifyRequest(request, headers, [])).toBeUndefined();
    const edwards = generateKeyPairSync('ed25519').publicKey;
    expect(verifyRequest(request, headers, [elliptic, edwards])).toBeUndefined();
  });

  it('may be asked for by another spelling of the path', () => {
    const path = '//organizations/acme///pushy/jobs/?limit=1';
    expect(verifyRequest({ ...request, path }, headers, [ADMIN_PUBLIC])).toBe(ADMIN_PUBLIC);
  });

  it.each([
    ['method', { ...request, method: 'PUT' }],
    ['path', { ...request, path: '/organizations/evil/pushy/jobs' }],
    ['body', { ...request, body: Buffer.from('{}') }],
  ])('is refused with another %s', (_what, received) => {
    expect(verifyRequest(received, headers, [ADMIN_PUBLIC])).toBeUndefined();
  });

  it.each([
    ['user', { userId: 'root' }],
    ['timestamp', { timestamp: '2026-11-22T05:00:01Z' }],
    ['content hash', { contentHash: contentHash(Buffer.from('{}'), version) }],
    ['signature', { signature: '' }],
    ['signature line', { signature: headers.signature.slice(0, 60) }],
    ['signature with spaces', { signature: ` ${headers.signature}` }],
  ])('is refused with another %s', (_what, change) => {
    expect(verifyRequest(request, { ...headers, ...change }, [ADMIN_PUBLIC])).toBeUndefined();
  });

  it('is refused with a body that was exchanged together with its hash', () => {
    const body = Buffer.from('{}');
    const exchanged = { ...headers, contentHash: contentHash(body, version) };
    expect(verifyRequest({ ...request, body }, exchanged, [ADMIN_PUBLIC])).toBeUndefined();
  });

  it('is refused as any other version', () => {
    for (const claimed of VERSIONS.filter((candidate) => candidate !== version)) {
      expect(verifyRequest(request, { ...headers, version: claimed }, [ADMIN_PUBLIC])).toBeUndefined();
    }
  });

  it('is refused with any bit of the signature flipped', () => {
    fc.assert(
      fc.property(fc.nat(headers.signature.length - 1), fc.nat(6), (at, bit) => {
        const bad = Buffer.from(headers.signature);
        bad[at] = (bad[at] ?? 0) ^ (1 << bit);
        expect(verifyRequest(request, { ...headers, signature: bad.toString() }, [ADMIN_PUBLIC])).toBeUndefined();
      }),
    );
  });
});

describe('version 1.2', () => {
  it('is RSASSA-PKCS1-v1_5 with SHA-1 over the text of 1.1', () => {
    const { signature, contentHash: hash } = read(signRequest(request, ADMIN, '1.2'));
    const parts = { ...request, contentHash: hash };
    expect(textToSign(parts, '1.2')).toBe(textToSign(parts, '1.1'));
    expect(signature).toBe(createSign('sha1').update(textToSign(parts, '1.1')).sign(ADMIN, 'base64'));
  });
});

describe('version 1.3', () => {
  it('signs the server API version, 0 where the header is absent', () => {
    const { serverApiVersion: _absent, ...without } = request;
    const headers = read(signRequest(without, ADMIN, '1.3'));
    expect(headers.serverApiVersion).toBe('0');
    expect(verifyRequest(request, headers, [ADMIN_PUBLIC])).toBe(ADMIN_PUBLIC);
    expect(verifyRequest(request, { ...headers, serverApiVersion: '1' }, [ADMIN_PUBLIC])).toBeUndefined();
  });
});

describe('signed headers', () => {
  const good = signRequest(request, ADMIN, '1.3');
  const problem = (headers: Record<string, string | string[] | undefined>, nowMs = NOW) => {
    const result = readSignedHeaders(headers, nowMs);
    return result.ok ? undefined : result.problem;
  };
  const signedAt = (offsetMs: number) => problem(good, NOW + offsetMs);

  it('may be written in any case, and be given as lists', () => {
    expect(problem(lower(good))).toBeUndefined();
    expect(problem(Object.fromEntries(Object.entries(good).map(([name, value]) => [name, [value]])))).toBeUndefined();
  });

  it.each(['X-Ops-Sign', 'X-Ops-UserId', 'X-Ops-Timestamp', 'X-Ops-Content-Hash'])(
    'miss %s: absent or empty',
    (name) => {
      const { [name]: _absent, ...rest } = good;
      const missing = { kind: 'missing_headers', names: [name] };
      expect(problem(rest)).toEqual(missing);
      expect(problem({ ...good, [name]: '' })).toEqual(missing);
      expect(problem({ ...good, [name]: '  ' })).toEqual(missing);
      expect(problem({ ...good, [name]: undefined })).toEqual(missing);
      expect(problem({ ...good, [name]: [] })).toEqual(missing);
    },
  );

  it('name everything that is missing at once, before anything else is judged', () => {
    expect(problem({ 'X-Ops-Sign': 'version=8.1', 'X-Ops-Timestamp': 'x' })).toEqual({
      kind: 'missing_headers',
      names: ['X-Ops-UserId', 'X-Ops-Content-Hash'],
    });
  });

  it.each(['version=8.1', 'version=1.4', 'version=1.30', 'version=', 'nonsense', 'algorithm=sha256', 'aversion=1.0'])(
    'have no known version in %s, which counts before the timestamp',
    (sign) =>
      expect(problem({ ...good, 'X-Ops-Sign': sign, 'X-Ops-Timestamp': 'x' })).toEqual({ kind: 'unsupported_version' }),
  );

  it.each([
    ['version=1.0', '1.0'],
    ['algorithm=sha1;version=1.1;', '1.1'],
    ['version=1.2;algorithm=sha1', '1.2'],
    ['algorithm=sha256;version=1.3', '1.3'],
    [' version = 1.3 ; algorithm = sha256 ', '1.3'],
  ])('say in %s that the version is %s', (sign, version) => {
    expect(read({ ...good, 'X-Ops-Sign': sign }).version).toBe(version);
  });

  it.each([
    'yesterday',
    '2026-11-22',
    '2026-13-01T00:00:00Z',
    '2026-02-31T00:00:00Z',
    '2026-11-22T05:00:00+01:00',
    '0',
  ])('cannot be dated by %s', (timestamp) =>
    expect(problem({ ...good, 'X-Ops-Timestamp': timestamp })).toEqual({ kind: 'bad_timestamp' }),
  );

  it('may be 900 seconds off, either way, and not more', () => {
    const skewed = { kind: 'clock_skew', userId: 'admin' };
    expect([signedAt(900_000), signedAt(-900_000)]).toEqual([undefined, undefined]);
    expect([signedAt(900_001), signedAt(-900_001)]).toEqual([skewed, skewed]);
  });

  it('join the signature up to the first line that is not there', () => {
    const { signature } = read(good);
    expect(signature).toHaveLength(344);
    expect(read({ ...good, 'X-Ops-Authorization-3': '' }).signature).toBe(signature.slice(0, 120));
    expect(read({ ...good, 'X-Ops-Authorization-1': '' }).signature).toBe('');
  });

  it('are judged without throwing, whatever they are', () => {
    const name = fc.constantFrom(...Object.keys(good), 'x-ops-authorization-2', 'Accept');
    const value = fc.oneof(fc.string(), fc.constant(undefined), fc.array(fc.string()));
    fc.assert(
      fc.property(fc.dictionary(name, value), (headers) => {
        const result = readSignedHeaders({ ...good, ...headers }, NOW);
        if (result.ok) verifyRequest(request, result.value, [ADMIN_PUBLIC]);
      }),
    );
  });
});

describe('a principal’s key', () => {
  const same = (key: KeyObject) => key.equals(ADMIN_PUBLIC);

  it('is read from SPKI and from PKCS#1', () => {
    const pkcs1 = createPublicKey(ADMIN).export({ type: 'pkcs1', format: 'pem' }).toString();
    expect(pkcs1).toContain('BEGIN RSA PUBLIC KEY');
    expect(same(publicKeyFromPem(pkcs1))).toBe(true);
    expect(same(publicKeyFromPem(recordedKey('admin.pem').public))).toBe(true);
  });

  it('is read from a certificate', () => {
    expect(publicKeyFromPem(CERTIFICATE).asymmetricKeyDetails?.modulusLength).toBe(2048);
  });

  it('is refused with the problem named', () => {
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    const pem = elliptic.export({ type: 'spki', format: 'pem' }).toString();
    expect(() => publicKeyFromPem('')).toThrow('not a PEM text');
    expect(() => publicKeyFromPem(recordedKey('admin.pem').private)).toThrow("got 'RSA PRIVATE KEY'");
    expect(() => publicKeyFromPem(pem)).toThrow('expected an RSA key, got ec');
    expect(() => publicKeyFromPem('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----')).toThrow(
      'cannot be parsed',
    );
  });
});

// A throwaway self-signed certificate; its private key was never kept.
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDEzCCAfugAwIBAgIUUQzBWP52MkglJQhcO+/+lPQxJqkwDQYJKoZIhvcNAQEL
BQAwGTEXMBUGA1UEAwwOcHVzaC1qb2JzLXRlc3QwHhcNMjYxMTIyMDczMDU2WhcN
MjYxMTI1MDczMDU2WjAZMRcwFQYDVQQDDA5wdXNoLWpvYnMtdGVzdDCCASIwDQYJ
KoZIhvcNAQEBBQADggEPADCCAQoCggEBANBXDpZ2V4xunwf2SpnnDB/BDIFhVGS3
mLM0TNIMj1oPN3XaSK+Wek3gY8K/mMF5Ec8KdTCw0v4FccF2dHxM+26zh9e1DM7X
nA5SQpsUQ/0r+kfrCfudP6+K9y8AnOJXDOyjEbN2Hn3pCwN8yEYNigYdnGDpzG0A
sDpS2Uk5TAYCXRNL1aUTPXFgOAKfI7NsTIIMJhIpIYGMwaDpCIu+7R/1uUREVj07
VvZ+r7cSTqg06ID3Od9uf/xgRdGDke74ypj+LJCcgOtnj+Dq8ja42JAKIXc56H8Z
1wItQE58afSrLGu0Y2k7WZZDrdBexzYvnkNQ1n0NqonbGaP0KizkGp0CAwEAAaNT
MFEwHQYDVR0OBBYEFF11r2Yf5Es9FLVsg44PyDBxIyzeMB8GA1UdIwQYMBaAFF11
r2Yf5Es9FLVsg44PyDBxIyzeMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQEL
BQADggEBAC8X4/ONL+/h2EjYQBrmVMsmGcLqhkwWWhsKZdsq08vEQMUbjhRAsMn1
hiJU7K5mjh6mu/QOOJarhuxp2nwQ9WBpdW3aWtVnzw4f24CS+lblu2vmNNDAc3bj
EdcP0gVWWeoEkjY73Ir5A51965ZzR23SgyyYpHyM1gOhdoa6okGwyRB7ft5wUyON
bsVKC4jNdNrO46U3Sa37UmJ2PtoUezQc230YNiFQZjZtYXW0g/8YRAfQlyeZRajA
ZUz5ihGbggUUVXHrwIdyQokuzadfJWsnID7TYhHodTtbJpul8rf17sWQF7V64w3L
qFkGwmZyWdNKrx9UI0Xz6NFVIZfgwoo=
-----END CERTIFICATE-----
`;
