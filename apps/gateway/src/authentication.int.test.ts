import { type SigningVersion } from '@push-jobs/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation, signed } from './testing/installation.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.start();
});
afterAll(() => installation[Symbol.asyncDispose]());

const jobs = { method: 'GET', path: '/organizations/acme/pushy/jobs' };

describe('a signed request', () => {
  it.each<SigningVersion>(['1.0', '1.1', '1.2', '1.3'])('is let in with version %s', async (version) => {
    const body = JSON.stringify({ command: 'chef-client', nodes: ['node1'] });
    const answer = await installation.sendAs(installation.admin, { ...jobs, method: 'POST', body }, version);
    expect(answer.status).toBe(201);
  });

  it('is let in with each of several keys, of whichever principal of that name', async () => {
    const name = 'twice';
    const signers = [
      installation.register('acme', 'user', name),
      installation.register('acme', 'user', name),
      installation.register('acme', 'client', name),
    ];
    for (const signer of signers) expect((await installation.sendAs(signer, jobs)).status).toBe(200);
  });

  it.each(['text/plain', 'application/json; charset=x', 'not a type at all', 'multipart/form-data'])(
    'is judged by its bytes, whatever its type: %s',
    async (type) => {
      const body = JSON.stringify({ command: 'chef-client', nodes: ['node1'] });
      const call = { ...jobs, method: 'POST', body, headers: { 'Content-Type': type } };
      expect((await installation.sendAs(installation.admin, call)).status).toBe(201);
    },
  );
});

describe('headers', () => {
  it.each([
    ['X-Ops-Sign', ''],
    ['X-Ops-UserId', ' '],
    ['X-Ops-Timestamp', ''],
    ['X-Ops-Content-Hash', ''],
  ])('without %s are 400', async (name, value) => {
    const answer = await installation.sendAs(installation.admin, { ...jobs, headers: { [name]: value } });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ error: [`missing required authentication header(s) '${name}'`] });
  });

  it('of a foreign version are 400', async () => {
    const answer = await installation.sendAs(installation.admin, { ...jobs, headers: { 'X-Ops-Sign': 'version=8.1' } });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ error: ['Unsupported authentication protocol version'] });
  });

  it('with a time nobody can read are 401', async () => {
    const headers = { 'X-Ops-Timestamp': 'teatime' };
    const answer = await installation.sendAs(installation.admin, { ...jobs, headers });
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({ error: ["bad header(s) 'X-Ops-Timestamp'"] });
  });

  it.each([-901_000, 910_000])('with a clock %d ms off are 401', async (offMs) => {
    const answer = await installation.send(signed(installation.admin, jobs, '1.3', Date.now() + offMs));
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({ error: ['Failed to authenticate as admin. Synchronize the clock on your host.'] });
  });

  it('are judged before the body', async () => {
    const call = { ...jobs, method: 'POST', body: Buffer.alloc(1_000_001), headers: { 'X-Ops-Sign': 'version=8.1' } };
    expect((await installation.sendAs(installation.admin, call)).status).toBe(400);
  });
});

describe('a body', () => {
  it.each([
    ['with its length announced', {}],
    ['in chunks', { 'Transfer-Encoding': 'chunked' }],
  ])('of more than 1,000,000 bytes, %s, is 413 before the organization is looked for', async (_how, headers) => {
    const call = { method: 'POST', path: '/organizations/nowhere/pushy/jobs', body: Buffer.alloc(1_000_001, 'x') };
    const answer = await installation.sendAs(installation.admin, { ...call, headers: { ...headers } });
    expect(answer.status).toBe(413);
    expect(answer.json).toEqual({ error: 'JSON must be no more than 1000000 bytes.' });
  });

  it('of 1,000,000 bytes is read', async () => {
    const call = { ...jobs, method: 'POST', body: Buffer.alloc(1_000_000, ' ') };
    expect((await installation.sendAs(installation.admin, call)).json).toEqual({ error: 'the body is not valid JSON' });
  });
});

describe('a principal', () => {
  it('of an unknown organization is 404, whoever it is', async () => {
    const path = '/organizations/nowhere/pushy/jobs';
    const answer = await installation.sendAs({ ...installation.admin, name: 'nobody' }, { path });
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ error: ["organization 'nowhere' does not exist."] });
  });

  it('whom nobody knows is 401', async () => {
    const answer = await installation.sendAs({ ...installation.admin, name: 'nobody' }, jobs);
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({
      error: ["Failed to authenticate as 'nobody'. Ensure that your node_name and client key are correct."],
    });
  });

  it('who is no member is 403, but only once the signature holds', async () => {
    const guest = installation.register('acme', 'user', 'guest', false);
    const answer = await installation.sendAs(guest, jobs);
    expect(answer.status).toBe(403);
    expect(answer.json).toEqual({ error: ["'guest' is not associated with organization 'acme'"] });
    const impostor = { name: 'guest', key: installation.admin.key };
    expect((await installation.sendAs(impostor, jobs)).status).toBe(401);
  });
});

describe('a signature', () => {
  const invalid = { error: ["Invalid signature for user or client 'admin'"] };

  it.each([
    ['of another key', () => signed({ name: 'admin', key: installation.user.key }, jobs)],
    ['of another path', () => ({ ...signed(installation.admin, jobs), path: '/organizations/acme/pushy/node_states' })],
    ['of another method', () => ({ ...signed(installation.admin, jobs), method: 'POST' })],
    ['of another body', () => ({ ...signed(installation.admin, { ...jobs, method: 'POST' }), body: '{}' })],
    ['that is not there', () => withoutSignature()],
    [
      'with a wrong content hash',
      () => signed(installation.admin, { ...jobs, headers: { 'X-Ops-Content-Hash': 'AAAA' } }),
    ],
  ])('%s is 401 and says what we understand', async (_what, call) => {
    const answer = await installation.send(call());
    expect([answer.status, answer.json]).toEqual([401, invalid]);
    expect(answer.headers['www-authenticate']).toBe('X-Ops-Sign version="1.0" version="1.1" version="1.3"');
  });

  function withoutSignature() {
    const call = signed(installation.admin, jobs);
    const kept = Object.entries(call.headers ?? {}).filter(([name]) => !name.startsWith('X-Ops-Authorization'));
    return { ...call, headers: Object.fromEntries(kept) };
  }
});

describe('refusals', () => {
  it('are counted by reason', async () => {
    await installation.sendAs({ name: 'admin', key: installation.user.key }, jobs);
    const metrics = await installation.operations.metrics.metrics();
    expect(metrics).toMatch(/push_jobs_access_refusals_total\{reason="bad_signature".*\} [1-9]/);
    expect(metrics).toMatch(
      /push_jobs_http_requests_total\{route="\/organizations\/:organization\/pushy\/jobs",method="GET",status="4xx".*\} [1-9]/,
    );
  });
});
