import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hintFor, networkTrouble } from './hints.ts';

const who = {
  clientName: 'moe',
  key: generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
  serverUrl: 'https://chef.example.com/organizations/acme',
  source: '[default] in credentials',
};

describe('a hint', () => {
  it.each([
    [401, 'Failed to authenticate as moe. Synchronize the clock on your host.', /date -u/],
    [401, "Invalid signature for user or client 'moe'", /client_key: \[default\] in credentials/],
    [403, "'moe' is not associated with organization 'acme'", /organization in chef_server_url/],
    [403, "User or client 'moe' does not have access to that action on this server.", /pushy_job_writers/],
    [404, "organization 'acme' does not exist.", /organization in chef_server_url/],
    [502, 'Failed to connect to chef', /try again/],
  ])('for a %d: %s', (status, sentence, hint) => expect(hintFor(status, sentence, who)).toMatch(hint));
  it('is not made up where there is none', () => {
    expect(hintFor(404, 'job x does not exist', who)).toBeUndefined();
    expect(hintFor(400, 'invalid command supplied', who)).toBeUndefined();
  });
});

describe('trouble with the network', () => {
  const failed = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('low'), { code }) });
  it.each([
    ['ECONNREFUSED', 'connection refused', /chef_server_url/],
    ['ENOTFOUND', 'no such host', /chef_server_url/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'low', /NODE_EXTRA_CA_CERTS/],
  ])('%s names the server and what to look at', (code, words, hint) => {
    const trouble = networkTrouble(failed(code), who);
    expect(trouble.message).toBe(`cannot reach ${who.serverUrl}: ${words}`);
    expect(trouble.hint).toMatch(hint);
  });
});
