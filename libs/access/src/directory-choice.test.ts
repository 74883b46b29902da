import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEnv } from '@push-jobs/platform';
import { z } from 'zod';
import { chefServerAddress, directoryEnv, directorySettings } from './directory-choice.ts';

let dir: string;
const file = (name: string, text: string): string => {
  writeFileSync(path.join(dir, name), text);
  return path.join(dir, name);
};
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'push-jobs-settings-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const pem = (type: 'rsa' | 'ed25519'): string => {
  const { privateKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync(type);
  return String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
};
const parse = (source: NodeJS.ProcessEnv) => parseEnv(z.object(directoryEnv), source);
const settings = (source: NodeJS.ProcessEnv) => directorySettings(parse(source));

describe('the choice of a directory', () => {
  it('is the built-in one, unless told otherwise, even where a Chef Infra Server is named', () => {
    expect(settings({})).toEqual({ kind: 'builtin' });
    expect(settings({ CHEF_SERVER_URL: 'https://chef.test' })).toEqual({ kind: 'builtin' });
  });

  it('takes a Chef Infra Server with a superuser', () => {
    const key = file('pivotal.pem', pem('rsa'));
    const chosen = settings({ DIRECTORY: 'chef', CHEF_SERVER_URL: 'https://chef.test', CHEF_SUPERUSER_KEY_FILE: key });
    expect(chosen).toMatchObject({
      ...{ kind: 'chef', superuser: 'pivotal', signingVersion: '1.3', ca: undefined, key: { type: 'private' } },
      ...{ timeoutMs: 5_000, ttlMs: 5_000, negativeTtlMs: 1_000 },
    });
  });

  it('names what a Chef Infra Server lacks', () => {
    expect(() => settings({ DIRECTORY: 'chef' })).toThrow('needs CHEF_SERVER_URL and CHEF_SUPERUSER_KEY_FILE');
    expect(() => settings({ DIRECTORY: 'chef', CHEF_SERVER_URL: 'https://chef.test' })).toThrow(
      /needs CHEF_SUPERUSER_KEY_FILE$/,
    );
  });

  it.each([
    ['no file', () => path.join(dir, 'missing'), 'ENOENT'],
    ['no key', () => file('text', 'hello'), 'RSA private key'],
    ['a key of another kind', () => file('ed.pem', pem('ed25519')), 'RSA private key'],
  ])('names the key file where it is %s', (_, name, hint) => {
    expect(() => settings({ CHEF_SUPERUSER_KEY_FILE: name() })).toThrow(
      new RegExp(`${hint}[^]*CHEF_SUPERUSER_KEY_FILE`),
    );
  });

  it('names the file of certificates where there are none in it', () => {
    expect(() => parse({ CHEF_CA_FILE: file('ca.pem', 'hello') })).toThrow(/PEM certificates[^]*CHEF_CA_FILE/);
  });

  it.each([
    'https://chef.test/organizations/acme',
    'https://u:p@chef.test',
    'ftp://chef.test',
    'chef.test',
    'https://chef.test/?a',
  ])('wants the address of a server alone: %s', (url) =>
    expect(() => parse({ CHEF_SERVER_URL: url })).toThrow('CHEF_SERVER_URL'),
  );
});

describe('the address of a Chef Infra Server', () => {
  it('is known where it is configured, whichever directory is asked', () => {
    expect(chefServerAddress(parse({ CHEF_SERVER_URL: 'https://chef.test:8443' }))).toEqual({
      url: new URL('https://chef.test:8443'),
      ca: undefined,
    });
    expect(chefServerAddress(parse({}))).toBeUndefined();
  });
});
