import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobStory } from './support-nodes/job-story.ts';
import { ADMINISTERED } from './support-nodes/presence.ts';
import { header, heartbeatBody, hmac, RawPeer } from './support-nodes/raw-peer.ts';
import { StockNode } from './support-nodes/stock-node.ts';
import { Tenant } from './support-http/tenant.ts';

let tenant: Tenant;
let node: StockNode;
let peer: RawPeer;
let sequence = 0;
beforeAll(async () => {
  tenant = await Tenant.create('section-5-commands', { ...ADMINISTERED, clients: ['node', 'counted', 'old'] });
  node = await StockNode.configured(tenant, 'node');
  peer = RawPeer.commands(node);
});
afterAll(async () => {
  clearInterval(beating);
  peer[Symbol.dispose]();
  await node[Symbol.asyncDispose]();
});

/** The state that heartbeats tell of. */
let state: Record<string, unknown> = {};
const beat = () => say({ type: 'heartbeat', ...state });
const beating = setInterval(() => void beat().catch(() => undefined), 250);

/** Sends a body, signed as a stock client signs it. */
async function say(fields: Record<string, unknown>): Promise<void> {
  const isBeat = fields['type'] === 'heartbeat';
  const body = heartbeatBody(node, { ...(isBeat ? {} : { job_state: undefined }), ...fields, sequence: ++sequence });
  await peer.send(header(hmac(node.wire.options.sessionKey, body)), body);
}

interface Heard {
  readonly frames: Buffer[];
  readonly json: Record<string, unknown>;
}

/** The next command of a type; aborts that are repeated meanwhile are passed over. */
async function hear(type: string): Promise<Heard> {
  for (;;) {
    const frames = await peer.receive();
    const json = JSON.parse(frames[1]?.toString() ?? '') as Record<string, unknown>; // a body is an object
    if (json['type'] === type) return { frames, json };
    if (json['type'] !== 'abort') throw new Error(`${type} was expected, and ${String(json['type'])} came`);
  }
}

function isWellSigned({ frames }: Heard): boolean {
  const [head, body] = frames;
  const signed = body !== undefined && head?.toString() === header(hmac(node.wire.options.sessionKey, body));
  return signed && frames.length === 2;
}

const keys = ({ json }: Heard) => Object.keys(json).sort();
/** Matchers are typed as anything; here they stand for values that nobody looks into. */
const STAMP: Record<string, unknown> = {
  sequence: expect.any(Number) as unknown,
  timestamp: expect.stringMatching(/^\w{3}, \d{2} \w{3} \d{4} [\d:]{8} GMT$/) as unknown,
};

describe('5 what the server sends to a node', () => {
  it('5.19 abort: a type, and nothing else', async () => {
    await beat();
    const abort = await hear('abort');
    expect(abort.json).toEqual({ ...STAMP, type: 'abort' });
    expect(isWellSigned(abort)).toBe(true);
    await say({ type: 'aborted' });
    await node.becomes('online', 'available');
  });

  it('5.17 commit: the job, its command and the server, and only that where no more was given', async () => {
    using story = await JobStory.begins(tenant, [node], { command: 'say "ünï"' });
    const commit = await hear('commit');
    expect(commit.json).toEqual({
      ...{ ...STAMP, type: 'commit', job_id: story.id, command: 'say "ünï"', server: node.configuration.host },
    });
    expect(isWellSigned(commit)).toBe(true);
    await say({ type: 'nack_commit', job_id: story.id });
    await story.toEnd();
  });

  it.each([
    ['what knife always sends', { env: {}, capture_output: false }, { env: {}, capture: false }],
    ['a user', { user: 'nobody' }, { user: 'nobody' }],
    ['a directory', { dir: '/tmp' }, { dir: '/tmp' }],
    ['an environment', { env: { A: 'b', C: '' } }, { env: { A: 'b', C: '' } }],
    ['a file', { file: 'base64:aGVsbG8=' }, { file: 'base64:aGVsbG8=' }],
    ['capture', { capture_output: true }, { capture: true }],
  ])('5.17 commit carries %s', async (_what, given, sent) => {
    using story = await JobStory.begins(tenant, [node], given);
    const commit = await hear('commit');
    expect(commit.json).toMatchObject(sent);
    const basics = ['command', 'job_id', 'sequence', 'server', 'timestamp', 'type'];
    expect(keys(commit)).toEqual([...basics, ...Object.keys(sent)].sort());
    await say({ type: 'nack_commit', job_id: story.id });
    await story.toEnd();
  });

  it('5.18 run: the job', async () => {
    using story = await JobStory.begins(tenant, [node]);
    await hear('commit');
    await say({ type: 'ack_commit', job_id: story.id });
    state = { job_state: 'committed', job_id: story.id };
    const run = await hear('run');
    expect(run.json).toEqual({ ...STAMP, type: 'run', job_id: story.id });
    expect(isWellSigned(run)).toBe(true);
    state = {};
    await say({ type: 'succeeded', job_id: story.id });
    await hear('abort');
    await say({ type: 'aborted' });
    await story.toEnd();
    await node.becomes('online', 'available');
  });

  it('5.20 ack: a type, and nothing else', async () => {
    using again = RawPeer.commands(node);
    const body = heartbeatBody(node);
    await again.send(header(hmac(node.wire.options.sessionKey, body)), body);
    const frames = await again.receive();
    const ack = { frames, json: JSON.parse(frames[1]?.toString() ?? '') as Record<string, unknown> };
    expect(ack.json).toEqual({ ...STAMP, type: 'ack', sequence: 1 });
    expect(isWellSigned(ack)).toBe(true);
  });

  it('5.13 counts up from 1 on a connection', async () => {
    await using counted = await StockNode.configured(tenant, 'counted');
    using channel = RawPeer.commands(counted);
    const body = heartbeatBody(counted);
    await channel.send(header(hmac(counted.wire.options.sessionKey, body)), body);
    const bodies = [(await channel.receive())[1], (await channel.receive())[1]];
    expect(bodies.map((text) => JSON.parse(text?.toString() ?? '') as unknown)).toEqual([
      { ...STAMP, type: 'abort', sequence: 1 },
      { ...STAMP, type: 'abort', sequence: 2 },
    ]);
  });

  it('5.8 speaks 1.0 to a peer that does', async () => {
    await using old = await StockNode.configured(tenant, 'old');
    using channel = RawPeer.commands(old);
    const body = heartbeatBody(old, { protocol_version: undefined });
    await channel.send(header(hmac(old.wire.options.sessionKey, body), '1.0'), body);
    const [head, answer] = await channel.receive();
    expect(head?.toString()).toBe(header(hmac(old.wire.options.sessionKey, answer ?? ''), '1.0'));
  });
});
