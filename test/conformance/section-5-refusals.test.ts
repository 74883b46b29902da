import { eventually } from '@push-jobs/local';
import { curveKeys } from '@push-jobs/testing';
import { createHash, privateEncrypt, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { brokerLogs, brokerMetric } from './support-nodes/brokers.ts';
import { jobComplete, JobStory } from './support-nodes/job-story.ts';
import { ADMINISTERED } from './support-nodes/presence.ts';
import { header, heartbeatBody, hmac, RawPeer } from './support-nodes/raw-peer.ts';
import { StockNode } from './support-nodes/stock-node.ts';
import { Tenant } from './support-http/tenant.ts';

let tenant: Tenant;
/** Does its jobs all along. */
let good: StockNode;
/** A node whose connection is given away; it never says anything by itself. */
let victim: StockNode;
let peer: RawPeer;
let key: Buffer;
let sequence: number;
beforeAll(async () => {
  tenant = await Tenant.create('section-5-refusals', { ...ADMINISTERED, clients: ['good', 'victim', 'unconfigured'] });
  good = await StockNode.available(tenant, 'good');
  victim = await StockNode.configured(tenant, 'victim');
});
beforeEach(() => {
  peer = RawPeer.commands(victim);
  key = victim.wire.options.sessionKey;
  sequence = 0;
  return () => peer[Symbol.dispose]();
});
afterAll(() => good[Symbol.asyncDispose]());

const body = (fields: Record<string, unknown> = {}) => heartbeatBody(victim, { ...fields, sequence: ++sequence });
const signed = (bytes: Buffer): [string, Buffer] => [header(hmac(key, bytes)), bytes];

/** The good node does a job all the same. */
async function nobodyElseIsDisturbed(): Promise<void> {
  using story = await JobStory.begins(tenant, [good]);
  await good.performs();
  expect((await story.toEnd()).at(-1)).toBe(jobComplete('complete'));
}

/** What was sent is counted and logged as what it is, and the connection it came by goes on working. */
async function isDropped(why: string, send: () => Promise<void>): Promise<void> {
  const before = await brokerMetric('refused_messages_total', { why });
  await send();
  await eventually(`${why} is counted`, async () => (await brokerMetric('refused_messages_total', { why })) > before);
  await eventually(`${why} is logged`, async () => brokerLogs().includes(`"why":"${why}"`));
  await nobodyElseIsDisturbed();
  await isHeard(signed(body()));
}

/** The server answers the first message of a connection: with `ack`, or with `abort` where the node had gone down. */
async function isHeard(frames: readonly (Buffer | string)[]): Promise<void> {
  await peer.send(...frames);
  expect((await peer.receive())[1]?.toString()).toMatch(/"type":"(ack|abort)"/);
}

describe('5 the command channel', () => {
  /** `reasons`: any of them may be what the broker saw of it. */
  async function isRefused(reasons: readonly string[], connect: () => RawPeer): Promise<void> {
    const count = async (): Promise<number> => {
      const counts = await Promise.all(reasons.map((why) => brokerMetric('refused_handshakes_total', { why })));
      return counts.reduce((sum, each) => sum + each, 0);
    };
    const before = await count();
    using refused = connect();
    await refused.send(...signed(body()));
    await eventually(`${reasons.join(' or ')} is counted`, async () => (await count()) > before);
    await eventually('it is logged', async () => reasons.some((why) => brokerLogs().includes(`"why":"${why}"`)));
    await nobodyElseIsDisturbed();
    expect(refused.handshakes).toBe(0);
  }

  // The peer sees that they do not fit, too: where it hangs up first, the broker does not hear why.
  it('5.2 refuses a peer without encryption', () =>
    isRefused(['protocol', 'other'], () => RawPeer.unencrypted(victim)));

  it('5.3 refuses a curve key that no configuration request named', () =>
    isRefused(['auth'], () => RawPeer.commands(victim, curveKeys())));

  it('5.3 lets in the key of a configuration request, and of the one before it', async () => {
    const renewed = await StockNode.configured(tenant, 'victim');
    using newer = RawPeer.commands(renewed);
    await Promise.all([newer.connected(), peer.connected()]);
  });
});

describe('5 the header of a message', () => {
  it('5.6 may have fields that nobody knows', async () => {
    const bytes = body();
    await isHeard([`Colour:blue;${header(hmac(key, bytes))};Size:9`, bytes]);
  });

  it('5.7 may say SignedChecksum for Signature', async () => {
    const bytes = body();
    await isHeard([header(hmac(key, bytes)).replace('Signature:', 'SignedChecksum:'), bytes]);
  });

  it('5.12 may be 2,048 bytes long', async () => {
    const bytes = body();
    await isHeard([`${header(hmac(key, bytes))};Padding:`.padEnd(2_048, 'x'), bytes]);
  });

  it('5.12 may not be longer', () =>
    isDropped('too_big', async () => {
      const bytes = body();
      await peer.send(`${header(hmac(key, bytes))};Padding:`.padEnd(2_049, 'x'), bytes);
    }));

  it.each([
    ['bad_header', 'nothing', ''],
    ['bad_header', 'noise', '\u0000\u0001;;::;'],
    ['bad_header', 'no version', 'SigningMethod:hmac_sha256;Signature:aaaa'],
    ['version', 'another version', header('aaaa', '3.0')],
    ['bad_header', 'no signature', 'Version:2.0;SigningMethod:hmac_sha256'],
    ['bad_header', 'an empty signature', header('')],
    ['signing_method', 'no signing method', 'Version:2.0;Signature:aaaa'],
    ['signing_method', 'another signing method', header('aaaa', '2.0', 'none')],
    ['signing_method', 'the signing method of the other channel', header('aaaa', '2.0', 'rsa2048_sha1')],
  ])('5.15 is dropped as %s with %s', (why, _what, head) => isDropped(why, () => peer.send(head, body())));

  it('5.10 is dropped with an RSA signature, though it be a right one', () =>
    isDropped('signing_method', async () => {
      const bytes = body();
      const digest = createHash('sha1').update(bytes).digest('base64');
      const signature = privateEncrypt(tenant.as('victim').key, Buffer.from(digest)).toString('base64');
      await peer.send(header(signature, '2.0', 'rsa2048_sha1'), bytes);
    }));
});

describe('5 a message', () => {
  it('5.4 of one frame is dropped', () => isDropped('frame_count', () => peer.send(header('aaaa'))));

  it('5.4 of three frames is dropped', () => isDropped('frame_count', () => peer.send(...signed(body()), 'more')));

  it('5.4 with an empty frame in front, as a REQ sends it, is dropped', () =>
    isDropped('frame_count', () => peer.send('', ...signed(body()))));

  it.each([
    ['of another node', () => hmac(good.wire.options.sessionKey, body())],
    ['of nobody', () => hmac(randomBytes(32), body())],
    ['cut short', () => hmac(key, body()).slice(0, 20)],
  ])('5.9 with a signature %s is dropped', (_whose, signature) =>
    isDropped('bad_signature', () => peer.send(header(signature()), body())),
  );

  it('5.9 changed after it was signed is dropped', () =>
    isDropped('bad_signature', async () => {
      const [head, bytes] = signed(body());
      await peer.send(head, bytes.toString().replace('"idle"', '"running"'));
    }));

  it('5.9 of a node that never asked for a configuration is dropped', () =>
    isDropped('unknown_sender', () => peer.send(...signed(body({ node: 'unconfigured' })))));

  it('5.9 of a node of another organization is dropped', () =>
    isDropped('unknown_sender', () => peer.send(...signed(body({ org: 'section-5-elsewhere' })))));

  it('5.11 may be 65,536 bytes long', async () => {
    const padding = 'x'.repeat(65_536 - body({ padding: '' }).length);
    const bytes = heartbeatBody(victim, { padding, sequence });
    expect(bytes.length).toBe(65_536);
    await isHeard(signed(bytes));
  });

  it.each([65_537, 100_000, 1_000_000])('5.11 of %d bytes is dropped', (size) =>
    isDropped('too_big', () => peer.send(...signed(Buffer.alloc(size, 32)))),
  );

  it.each([
    ['bad_json', 'no JSON', 'hello'],
    ['bad_json', 'an empty body', ''],
    ['bad_json', 'a list', '[]'],
    ['bad_json', 'null', 'null'],
    ['unknown_sender', 'an empty object', '{}'],
  ])('5.15 is dropped as %s with %s', (why, _what, text) =>
    isDropped(why, () => peer.send(...signed(Buffer.from(text)))),
  );

  it.each<[string, Record<string, unknown>]>([
    ['an unknown type', { type: 'dance' }],
    ['a type of the server', { type: 'commit' }],
    ['no type', { type: undefined }],
    ['no sequence', { sequence: undefined }],
    ['a sequence that is no number', { sequence: 'one' }],
    ['a sequence that is no integer', { sequence: 1.5 }],
    ['no timestamp', { timestamp: undefined }],
    ['another form of timestamp', { timestamp: new Date().toISOString() }],
    ['a job state of its own', { job_state: 'bored' }],
    ['a job id that is a number', { job_id: 7 }],
    ['no incarnation', { incarnation_id: undefined }],
  ])('5.15 is dropped as bad_message with %s', (_what, fields) =>
    isDropped('bad_message', async () => {
      const bytes = heartbeatBody(victim, { sequence: ++sequence, ...fields });
      await peer.send(...signed(bytes));
    }),
  );

  it.each([
    ['late', -310],
    ['early', 310],
  ])('5.14 %s by more than max_message_skew is dropped', (_how, seconds) =>
    isDropped('stale', () =>
      peer.send(...signed(body({ timestamp: new Date(Date.now() + seconds * 1000).toUTCString() }))),
    ),
  );

  it.each([-280, 280])('5.14 %d s off is heard', (seconds) =>
    isHeard(signed(body({ timestamp: new Date(Date.now() + seconds * 1000).toUTCString() }))),
  );

  it('5.21 may have fields that nobody knows', () => isHeard(signed(body({ colour: 'blue' }))));

  it('5.21 is heard in UTF-8', () => isHeard(signed(body({ client: 'hôte.exämple' }))));
});

describe('5 noise on the port', () => {
  it('5.15 disturbs nobody', async () => {
    const { port, hostname } = new URL(victim.configuration.push_jobs.heartbeat.command_addr.replace('tcp:', 'http:'));
    const sockets = Array.from({ length: 5 }, () => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined); // being thrown out is what it is here for
      socket.write(randomBytes(20_000));
      return socket;
    });
    await nobodyElseIsDisturbed();
    for (const socket of sockets) socket.destroy();
  });
});
