import { describe, expect, it, vi } from 'vitest';
import { OutboxDrain } from './sweeps/outbox-drain.ts';
import { OverdueSweep } from './sweeps/overdue.ts';
import { PresenceSweep } from './sweeps/presence-sweep.ts';
import { WAIT } from './testing/grpc-fakes.ts';
import { ORG } from './testing/replica.ts';
import { World } from './testing/world.ts';

describe('when something dies', () => {
  it('another replica does the work that a crash left behind after its transaction', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['a', 'b']);
    const jobId = await replica.create({ nodes: ['a', 'b'] });
    await world.broker.expectSent(jobId, ['commit a b']);
    await vi.waitFor(async () => expect(await world.outboxDepth()).toBe(0), WAIT);

    // What a replica leaves behind that dies right after the commit that ended the vote.
    await world.database.$executeRaw`update job_node set status = 'ready' where job_id = ${jobId}`;
    await world.database.$executeRaw`
      update job set status = 'running', version = version + 1, deadline_at = now() + interval '1 hour'
       where id = ${jobId}`;
    await world.database.$executeRaw`
      insert into outbox (job_id, effect, created_at) values (${jobId}, '{"type": "run"}', now() - interval '1 minute')`;

    await world.broker.expectSent(jobId, ['commit a b', 'run a b']);
    await vi.waitFor(async () => expect(await world.outboxDepth()).toBe(0), WAIT);
  });

  it('a job that was accepted while Redis was away starts once it is back', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.redis.stop();
    const jobId = await replica.create({ nodes: ['a'] });
    expect(await replica.job(jobId)).toMatchObject({ status: 'new' });

    await world.redis.restart();
    await world.broker.renew();
    await vi.waitFor(() => world.broker.hold(ORG, ['a']), WAIT);

    await world.broker.expectSent(jobId, ['commit a']);
    await replica.expectStatus(jobId, 'voting');
  });

  it('a deadline that Redis forgot is found by the sweep', async () => {
    await using world = await World.create();
    const replica = await world.replica({ VOTING_TIMEOUT_SECONDS: '3600' });
    await world.broker.hold(ORG, ['a']);
    const jobId = await replica.create({ nodes: ['a'] });
    await world.broker.expectSent(jobId, ['commit a']);
    await world.redis.restart();
    await world.database.job.update({ where: { id: jobId }, data: { deadlineAt: new Date(Date.now() - 5_000) } });

    await vi.waitFor(() => replica.get(OverdueSweep).round(), WAIT);

    expect(await replica.job(jobId)).toMatchObject({ status: 'quorum_failed' });
  });

  it('a deadline that Redis forgot is armed again before it is due', async () => {
    await using world = await World.create();
    const replica = await world.replica({ VOTING_TIMEOUT_SECONDS: '3600' });
    await world.broker.hold(ORG, ['a']);
    const jobId = await replica.create({ nodes: ['a'] });
    await world.broker.expectSent(jobId, ['commit a']);
    await world.redis.restart();
    await world.database.job.update({ where: { id: jobId }, data: { deadlineAt: new Date(Date.now() + 1_500) } });

    await vi.waitFor(() => replica.get(OverdueSweep).round(), WAIT);

    await replica.expectStatus(jobId, 'quorum_failed');
  });

  it('nodes of a dead broker are down once nobody has had them for three intervals', async () => {
    await using world = await World.create();
    const replica = await world.replica({ HEARTBEAT_INTERVAL_SECONDS: '0.2' });
    const survivor = await world.otherBroker();
    await world.broker.hold(ORG, ['lost', 'moved']);
    const jobId = await replica.create({ nodes: ['lost', 'moved'], quorum: 1 });
    await world.broker.expectSent(jobId, ['commit lost moved']);
    await replica.reporter().news(jobId, 'ACK_COMMIT', 'moved');

    await survivor.hold(ORG, ['moved']);
    await world.broker.die();

    await survivor.expectSent(jobId, ['run moved']);
    expect((await world.feed(jobId)).slice(1)).toEqual([
      '2 quorum_vote {"timestamp":T,"node":"moved","status":"success"}',
      '3 quorum_vote {"timestamp":T,"node":"lost","status":"down"}',
      '4 rehab {"timestamp":T,"node":"lost"}',
      '5 quorum_succeeded {"timestamp":T}',
    ]);
    await replica.get(PresenceSweep).round();
    expect(await world.feed(jobId)).toHaveLength(5);
  });

  it('nodes are not down while there is no broker at all that they could be at', async () => {
    await using world = await World.create();
    const replica = await world.replica({ HEARTBEAT_INTERVAL_SECONDS: '0.1' });
    await world.broker.hold(ORG, ['a']);
    const jobId = await replica.create({ nodes: ['a'] });
    await world.broker.expectSent(jobId, ['commit a']);

    await world.broker.die();
    const patience = Date.now() + 1_000;
    while (Date.now() < patience) await replica.get(PresenceSweep).round();
    expect(await world.feed(jobId)).toHaveLength(1);

    await world.otherBroker();
    await vi.waitFor(async () => expect(await world.feed(jobId)).toHaveLength(4), WAIT);
    await replica.expectStatus(jobId, 'quorum_failed');
  });

  it('a command that could not reach its node is sent when the node arrives at a broker', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const other = await world.otherBroker();
    await world.broker.hold(ORG, ['a', 'b']);
    world.broker.deaf.add('a');
    const jobId = await replica.create({ nodes: ['a', 'b'] });
    await world.broker.expectSent(jobId, ['commit a b']);

    await other.hold(ORG, ['a']);
    expect(await replica.attach(['a', 'nobody'])).toEqual([
      { organization: ORG, node: 'a', jobId, jobStatus: 'voting', nodeStatus: 'new' },
    ]);

    await other.expectSent(jobId, ['commit a']);
    expect(world.broker.sent(jobId).filter((line) => line === 'commit b')).toEqual([]);
  });

  it('a node that missed its command gets the one that fits', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['a', 'b']);
    const jobId = await replica.create({ nodes: ['a', 'b'], quorum: 1 });
    await world.broker.expectSent(jobId, ['commit a b']);
    const broker = replica.reporter();

    await broker.news(jobId, 'MISSED', 'b');
    await world.broker.expectSent(jobId, ['commit a b', 'commit b']);
    await broker.news(jobId, 'ACK_COMMIT', 'a', 'b');
    await world.broker.expectSent(jobId, ['commit a b', 'commit b', 'run a b']);
    await broker.report({ organization: ORG, node: 'a', news: 'MISSED' });
    await world.broker.expectSent(jobId, ['commit a b', 'commit b', 'run a b', 'run a']);
    await broker.news(jobId, 'ACK_RUN', 'a');
    await broker.news(jobId, 'SUCCEEDED', 'a');
    await broker.news(jobId, 'MISSED', 'a');
    await vi.waitFor(async () => expect(await world.outboxDepth()).toBe(0), WAIT);
    expect(world.broker.sent(jobId)).toHaveLength(4);
  });

  it('a commit that may have arrived is repeated only by the same broker', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const other = await world.otherBroker();
    await world.broker.hold(ORG, ['a', 'b']);
    world.broker.unavailable = 1;
    const jobId = await replica.create({ nodes: ['a', 'b'] });
    await vi.waitFor(async () => {
      const rows = await world.database.outbox.findMany();
      expect(rows.map((row) => row.effect)).toEqual([
        { type: 'recommit', nodes: ['a', 'b'], session: world.broker.session },
      ]);
    }, WAIT);
    await other.hold(ORG, ['b']);
    await world.database.$executeRaw`update outbox set created_at = now() - interval '1 minute'`;

    await replica.get(OutboxDrain).round();

    await world.broker.expectSent(jobId, ['commit a']);
    await vi.waitFor(async () => expect(await world.outboxDepth()).toBe(0), WAIT);
    expect(other.commands).toEqual([]);
  });
});
