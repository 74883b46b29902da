import { encryptSessionKey } from '@push-jobs/protocol';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readNodeConfiguration } from './node-configuration.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const sessionKey = Buffer.alloc(32, 7);
const answer = {
  type: 'config',
  host: '127.0.0.1',
  node: 'node1',
  organization: 'acme',
  public_key: publicKey.export({ type: 'spki', format: 'pem' }),
  curve_public_key: 'Z^+R)kK84J^3^m}saM%YPhGhjs3GW>l3^ILm<BAj',
  push_jobs: {
    heartbeat: {
      out_addr: 'tcp://127.0.0.1:10000',
      command_addr: 'tcp://127.0.0.1:10002',
      interval: 0.5,
      offline_threshold: 3,
      online_threshold: 2,
    },
  },
  encoded_session_key: { method: 'hmac_sha256', key: encryptSessionKey(sessionKey, publicKey) },
  lifetime: 3600,
  max_message_skew: 300,
  max_body_size: 65_536,
  incarnation_id: '385272b2-5235-43cf-889e-0afe9a9bf7ed',
};

describe('the configuration of a node', () => {
  it('is read into milliseconds and keys', () => {
    expect(readNodeConfiguration(answer, privateKey)).toMatchObject({
      heartbeatAddress: 'tcp://127.0.0.1:10000',
      commandAddress: 'tcp://127.0.0.1:10002',
      intervalMs: 500,
      lifetimeMs: 3_600_000,
      maxSkewMs: 300_000,
      sessionKey,
      curvePublicKey: answer.curve_public_key,
      version: '2.0',
    });
  });

  it('may come without encryption, from a 1.x server', () => {
    const { curve_public_key: _, ...plain } = answer;
    for (const old of [plain, { ...plain, curve_public_key: null }]) {
      const configuration = readNodeConfiguration(old, privateKey);
      expect(configuration).not.toHaveProperty('curvePublicKey');
      expect(configuration.version).toBe('1.0');
    }
  });

  it('may leave out what a 1.x server does not know, and have what we do not know', () => {
    const { lifetime: _l, max_message_skew: _s, max_body_size: _b, ...old } = answer;
    expect(readNodeConfiguration({ ...old, colour: 'red' }, privateKey)).toMatchObject({
      lifetimeMs: 3_600_000,
      maxSkewMs: 300_000,
      maxBodyBytes: 65_536,
    });
  });

  it.each([
    [undefined, false],
    [['telepathy'], false],
    ['of no use', false],
    [{ a: [null] }, false],
    [['telepathy', 'result_ack'], true],
  ])('says what of our extensions the server has, and is no worse for anything else: %j', (features, acknowledges) => {
    expect(readNodeConfiguration({ ...answer, features }, privateKey).acknowledgesResults).toBe(acknowledges);
  });

  it('says of a server that names no extension that it has none', () => {
    expect(readNodeConfiguration(answer, privateKey).acknowledgesResults).toBe(false);
  });

  it('is refused where a field is missing, by the name of the field', () => {
    const { incarnation_id: _, ...partial } = answer;
    expect(() => readNodeConfiguration(partial, privateKey)).toThrow(/incarnation_id/);
  });

  it('is refused where the session key is for somebody else', () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 1024 });
    expect(() => readNodeConfiguration(answer, other.privateKey)).toThrow(/session key/);
  });
});
