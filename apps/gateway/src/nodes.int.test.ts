import { status } from '@grpc/grpc-js';
import { createPublicKey } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Installation } from './testing/installation.ts';
import { Fault, NODE_CONFIGURATION } from './testing/services.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.start();
  installation.services.presences.set('acme', [
    { node: 'node1', online: true, available: true },
    { node: 'node2', online: true, available: false },
  ]);
});
afterEach(() => {
  installation.services.fault = undefined;
});
afterAll(() => installation[Symbol.asyncDispose]());

/** What the gateway makes of a principal's key on its way to the broker. */
const inPkcs1 = (pem: string) => createPublicKey(pem).export({ type: 'pkcs1', format: 'pem' });

const CCPK = 'o&YF)^<jxO}o5ot>@FGaM7tcZ=ccA+XP>YC=6ua{';
const get = (path: string) => installation.sendAs(installation.user, { path: `/organizations/acme/pushy/${path}` });
const configure = (query: string, signer = installation.node) =>
  installation.sendAs(signer, { path: `/organizations/acme/pushy/config/node1${query}` });

describe('node states', () => {
  it('list every node that is heartbeating', async () => {
    expect((await get('node_states')).json).toEqual([
      { node_name: 'node1', availability: 'available' },
      { node_name: 'node2', availability: 'unavailable' },
    ]);
  });

  it('list as many nodes as there are, each once, where they do not fit into one message between services', async () => {
    await using large = await Installation.start();
    const name = (i: number) => `${'x'.repeat(90)}-${i}`;
    large.services.presences.set(
      'acme',
      Array.from({ length: 200_000 }, (_, i) => ({ node: name(i), online: true, available: i % 2 === 0 })),
    );
    const { status, body } = await large.sendAs(large.user, { path: '/organizations/acme/pushy/node_states' });
    expect(status).toBe(200);
    const expected = Array.from({ length: 200_000 }, (_, i) => {
      return { node_name: name(i), availability: i % 2 === 0 ? 'available' : 'unavailable' };
    });
    expect(body.equals(Buffer.from(JSON.stringify(expected)))).toBe(true);
    expect(large.services.pages).toBeGreaterThan(1);
  });

  it.each([
    ['node1', 'online', 'available'],
    ['node2', 'online', 'unavailable'],
    ['node3', 'offline', 'unavailable'],
  ])('say of %s that it is %s and %s', async (node, online, availability) => {
    const answer = await get(`node_states/${node}`);
    expect([answer.status, answer.json]).toEqual([200, { node_name: node, status: online, availability }]);
  });
});

describe("a node's configuration", () => {
  it('has the keys of the contract in their order', async () => {
    const answer = await configure(`?ccpk=${encodeURIComponent(CCPK)}&version=2.0`);
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toBe(
      JSON.stringify({
        type: 'config',
        host: 'push.example.com',
        node: 'node1',
        organization: 'acme',
        public_key: NODE_CONFIGURATION.serverPublicKey,
        curve_public_key: NODE_CONFIGURATION.serverCurveKey,
        push_jobs: {
          heartbeat: {
            out_addr: 'tcp://push.example.com:10000',
            command_addr: 'tcp://push.example.com:10002',
            interval: 1.5,
            offline_threshold: 3,
            online_threshold: 2,
          },
        },
        encoded_session_key: { method: 'hmac_sha256', key: 'c2Vzc2lvbg==' },
        lifetime: 3600,
        max_message_skew: 300,
        max_body_size: 65536,
        incarnation_id: 'incarnation-1',
      }),
    );
  });

  it('registers the curve key, and has the session key encrypted for whoever signed', async () => {
    await configure(`?ccpk=${encodeURIComponent(CCPK)}`);
    const [principal] = installation.services.principals.get('acme/node1') ?? [];
    expect(installation.services.configured.at(-1)).toEqual({
      organization: 'acme',
      node: 'node1',
      curvePublicKey: CCPK,
      principalPublicKey: inPkcs1(principal?.publicKeys?.[0] ?? ''),
      lookOnly: false,
      features: [],
    });
  });

  it('shares a call with others that ask at the time, and no refusal of theirs', async () => {
    const { services } = installation;
    services.refused = 'node2';
    const callsBefore = services.configurationCalls;
    const ask = (node: string) =>
      installation.sendAs(installation.user, {
        method: 'GET',
        path: `/organizations/acme/pushy/config/${node}?ccpk=${encodeURIComponent(CCPK)}`,
      });
    const nodes = ['node1', 'node2', ...Array.from({ length: 40 }, (_, i) => `other-${i}`)];
    const answers = await Promise.all(nodes.map(ask));
    services.refused = undefined;

    expect(answers.map(({ status }) => status)).toEqual(nodes.map((node) => (node === 'node2' ? 502 : 200)));
    expect(services.configurationCalls - callsBefore).toBeLessThan(nodes.length);
    const named = answers.flatMap(({ status, json }) => (status === 200 ? [(json as { node: string }).node] : []));
    expect(named).toEqual(nodes.filter((node) => node !== 'node2'));
  });

  it.each([
    ['&features=result_ack', ['result_ack']],
    ['&features=telepathy,result_ack', ['result_ack']],
    ['&features=telepathy&features=result_ack', ['result_ack']],
    ['&features=', undefined],
    ['&features=telepathy', undefined],
    ['&features[]=result_ack', undefined],
    [`&features=${'%00,'.repeat(1_000)}`, undefined],
  ])('names the extensions that it was asked for and knows: %s', async (query, features) => {
    const answer = await configure(`?ccpk=${encodeURIComponent(CCPK)}&version=2.0${query}`);
    expect(answer.status).toBe(200);
    const configuration = answer.json as { features?: unknown }; // it is an object: it was answered 200
    expect(configuration.features).toEqual(features);
    expect(installation.services.configured.at(-1)?.features).toEqual(features ?? []);
  });

  it('is given to a user who may read, to look at: the user does not become the node', async () => {
    expect((await configure(`?ccpk=${encodeURIComponent(CCPK)}`, installation.user)).status).toBe(200);
    expect(installation.services.configured.at(-1)).toMatchObject({ node: 'node1', lookOnly: true });
  });

  it.each(['', '?ccpk=', '?version=2.0'])('needs a ccpk: %j is 400', async (query) => {
    const answer = await configure(query);
    expect([answer.status, answer.json]).toEqual([400, { error: ['Missing ccpk'] }]);
  });

  it.each(['x', 'x'.repeat(39), `${'x'.repeat(39)}~`, '#'.repeat(40)])('needs a good ccpk: %s is 401', async (ccpk) => {
    const answer = await configure(`?ccpk=${encodeURIComponent(ccpk)}`);
    expect([answer.status, answer.json]).toEqual([401, { error: ['Bad ccpk'] }]);
  });

  it.each([status.NOT_FOUND, status.INVALID_ARGUMENT, status.PERMISSION_DENIED, status.INTERNAL, status.UNAVAILABLE])(
    'is never refused for good because the broker failed (gRPC status %d)',
    async (code) => {
      installation.services.fault = new Fault(code, 'no');
      expect((await configure(`?ccpk=${encodeURIComponent(CCPK)}`)).status).toBeGreaterThanOrEqual(500);
    },
  );
});

describe('the status', () => {
  it('is told to anyone', async () => {
    installation.services.jobs.push({ jobId: 'd'.repeat(32), organization: 'acme', status: 'running' });
    const answer = await installation.send({ path: '/pushy/_status' });
    expect([answer.status, answer.json]).toEqual([
      200,
      {
        status: "it's alive",
        incarnation_id: 'incarnation-1',
        node_fsm_count: 3,
        job_processes: ['d'.repeat(32)],
      },
    ]);
  });

  it('is 503 while a part of the server is away', async () => {
    installation.services.fault = new Fault(status.UNAVAILABLE, 'no');
    const answer = await installation.send({ path: '/pushy/_status' });
    expect(answer.status).toBe(503);
    expect(answer.json).toEqual({ error: 'a part of the server is not reachable at the moment; try again' });
  });
});
