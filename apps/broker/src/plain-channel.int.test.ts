import 'reflect-metadata';
import { curveKeys, FakeNode } from '@push-jobs/testing';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ORGANIZATION, RunningBroker } from './broker.fixture.ts';
import { Surroundings } from './surroundings.fixture.ts';

let around: Surroundings;
let broker: RunningBroker;
beforeAll(async () => {
  around = await Surroundings.create();
  broker = await around.broker({ unencrypted: true });
});
afterAll(async () => {
  await broker.stop();
  await around[Symbol.asyncDispose]();
});

const commitTo = (node: string, job: string, commit: object = {}) =>
  broker.deliver({ organization: ORGANIZATION, jobId: job, nodes: [node], commit: { command: 'x', ...commit } });
/** What knife sends with every job: it asks for nothing. */
const NOTHING_ASKED = { env: { variables: {} }, capture: false };

describe('the plain command channel', () => {
  it('4 is where a node without a curve key is sent, and only such a node', async () => {
    const [old, encrypted] = [await broker.plainNode('sent'), await broker.node('sent')];
    expect(old.options).toMatchObject({
      serverCurveKey: undefined,
      commandAddress: `tcp://127.0.0.1:${broker.ports.plainCommands}`,
    });
    expect(encrypted.options.commandAddress).toBe(`tcp://127.0.0.1:${broker.ports.commands}`);
    expect(encrypted.options.serverCurveKey).toHaveLength(40);
  });

  it('5 carries a whole job of a 1.x node, in its own version both ways', async () => {
    await using node = await broker.makeAvailable(await broker.plainNode('old'));
    expect(node.heardVersion).toBe('1.0');
    const job = around.openJob();
    await commitTo('old', job, NOTHING_ASKED);
    const commit = await node.next();
    expect(Object.keys(commit)).toEqual(['sequence', 'timestamp', 'type', 'job_id', 'server', 'command']);
    await node.send('ack_commit', { job_id: job });
    await broker.deliver({ organization: ORGANIZATION, jobId: job, nodes: ['old'], run: {} });
    expect(await node.next()).toMatchObject({ type: 'run', job_id: job });
    await node.send('ack_run', { job_id: job });
    await node.send('succeeded', { job_id: job });
    await around.orchestrator.hears({ node: 'old', jobId: job, news: 'SUCCEEDED', output: null });
  });

  it('9 brings no job to a 1.x node that it would run otherwise than asked for', async () => {
    await using node = await broker.makeAvailable(await broker.plainNode('plain-minded'));
    const full = { user: 'app', dir: '/', env: { variables: { A: 'b' } }, file: 'raw:', capture: true };
    const job = around.openJob();
    expect((await commitTo('plain-minded', job, full)).undelivered).toEqual([]);
    const reason = 'a 1.x client does not know user, dir, env, file, capture_output';
    await around.orchestrator.hears({ node: 'plain-minded', jobId: job, news: 'NACK_COMMIT', reason });
    await commitTo('plain-minded', job, full);

    const next = around.openJob();
    await commitTo('plain-minded', next, NOTHING_ASKED);
    expect(await node.next()).toMatchObject({ type: 'commit', job_id: next });
    expect(around.orchestrator.count({ jobId: job })).toBe(1);
  });

  it('4 gives another key with every configuration, and the last ones work side by side', async () => {
    const [first, second] = [await broker.plainNode('renewed'), await broker.plainNode('renewed')];
    expect(first.options.sessionKey).not.toEqual(second.options.sessionKey);
    await using old = await broker.makeAvailable(first);
    await using renewed = second;
    renewed.incarnation = old.incarnation;
    await renewed.connect().heartbeat();
    expect((await renewed.next()).type).toBe('ack');
  });
});

describe('encryption cannot fall off: 5', () => {
  it('a key that was given out for encryption is good for nothing on the plain channel', async () => {
    await using good = await broker.availableNode('encrypted');
    const { commandAddress } = (await broker.plainNode('somebody')).options;
    await using stripped = new FakeNode({ ...good.options, commandAddress, serverCurveKey: undefined }).connect();
    stripped.incarnation = good.incarnation;
    const refused = () => broker.metric('refused_messages_total', { why: 'unknown_sender' });
    const before = await refused();
    await stripped.heartbeat();
    await stripped.heartbeat();
    await expect.poll(refused).toBe(before + 2);

    await good.heartbeat();
    await broker.deliver({ organization: ORGANIZATION, jobId: around.openJob(), nodes: ['encrypted'], run: {} });
    expect((await good.next()).type).toBe('run');
  });

  it('and a key that travels in the clear is good for nothing on the encrypted one', async () => {
    await using plain = await broker.makeAvailable(await broker.plainNode('in-the-clear'));
    await using own = await broker.node('own-curve-key');
    const refused = () => broker.metric('refused_messages_total', { why: 'unknown_sender' });
    const before = await refused();
    await own.connect().sendFrames(plain.sign('heartbeat', { job_state: 'idle' }));
    await expect.poll(refused).toBe(before + 1);
  });

  it('a peer that encrypts gets no connection to the plain channel', async () => {
    const { options } = await broker.node('mistaken');
    const { commandAddress } = (await broker.plainNode('mistaken')).options;
    const refused = async () =>
      (await broker.metric('refused_handshakes_total', { why: 'protocol' })) +
      (await broker.metric('refused_handshakes_total', { why: 'other' }));
    const before = await refused();
    await using mistaken = new FakeNode({ ...options, commandAddress, curve: curveKeys() }).connect();
    await expect.poll(refused).toBeGreaterThan(before);
    expect(mistaken.sequence).toBe(0);
  });

  it('nothing listens for plain peers unless it was asked for', async () => {
    await using strict = await around.broker();
    const socket = connect(strict.ports.plainCommands, '127.0.0.1');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
    await expect(strict.plainNode('old')).rejects.toThrow('Bad ccpk');
  });
});
