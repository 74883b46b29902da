import { status as grpc } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { ORG } from './testing/replica.ts';
import { World } from './testing/world.ts';

describe('how jobs end', () => {
  it('counts nodes that are offline or in rehab as down at the start, and goes on with the others', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['here']);
    await world.broker.hold(ORG, ['in-rehab'], false);

    const jobId = await replica.create({ nodes: ['gone', 'here', 'in-rehab'], quorum: 1 });
    await world.broker.expectSent(jobId, ['rehab in-rehab', 'commit here']);

    expect((await world.feed(jobId)).slice(1)).toEqual([
      '2 quorum_vote {"timestamp":T,"node":"gone","status":"down"}',
      '3 rehab {"timestamp":T,"node":"gone"}',
      '4 quorum_vote {"timestamp":T,"node":"in-rehab","status":"down"}',
      '5 rehab {"timestamp":T,"node":"in-rehab"}',
    ]);
    const broker = replica.reporter();
    await broker.news(jobId, 'ACK_COMMIT', 'here');
    await replica.expectStatus(jobId, 'running');
  });

  it('fails the quorum when too few nodes are ready, and releases those that are', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['a', 'b']);
    const jobId = await replica.create({ nodes: ['a', 'b'] });
    await world.broker.expectSent(jobId, ['commit a b']);
    const broker = replica.reporter();

    await broker.report(
      { organization: ORG, node: 'a', jobId, news: 'ACK_COMMIT' },
      { organization: ORG, node: 'b', jobId, news: 'NACK_COMMIT', reason: 'not on the list\0' },
    );

    await world.broker.expectSent(jobId, ['commit a b', 'abort a']);
    expect((await world.feed(jobId)).slice(1)).toEqual([
      '2 quorum_vote {"timestamp":T,"node":"a","status":"success"}',
      '3 quorum_vote {"timestamp":T,"node":"b","status":"failure"}',
      '4 job_complete {"timestamp":T,"status":"quorum_failed"}',
    ]);
    const job = await replica.job(jobId);
    expect(job.nodes.map(({ node, status }) => `${node} ${status}`)).toEqual(['a was_ready', 'b nacked']);
    expect(job.nodes[1]?.reason).toBe('not on the list');
  });

  it('ends the vote when the voting timeout passes', async () => {
    await using world = await World.create();
    const replica = await world.replica({ VOTING_TIMEOUT_SECONDS: '0.3' });
    await world.broker.hold(ORG, ['a']);
    const jobId = await replica.create({ nodes: ['a'] });

    await replica.expectStatus(jobId, 'quorum_failed');
    expect((await world.feed(jobId)).slice(1)).toEqual([
      '2 quorum_vote {"timestamp":T,"node":"a","status":"voting_timeout"}',
      '3 job_complete {"timestamp":T,"status":"quorum_failed"}',
    ]);
    await world.broker.expectSent(jobId, ['commit a', 'abort a']);
  });

  it('times out when the run timeout passes, which may be at once', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['a']);
    const jobId = await replica.create({ nodes: ['a'], runTimeoutSeconds: 0 });
    await world.broker.expectSent(jobId, ['commit a']);
    await replica.reporter().news(jobId, 'ACK_COMMIT', 'a');

    const job = await replica.expectStatus(jobId, 'timed_out');
    expect(job.nodes[0]?.status).toBe('timed_out');
    expect(await world.organizationFeed()).toHaveLength(2);
  });

  it('takes no notice of what comes in after the end, and calls the job open for a while', async () => {
    await using world = await World.create();
    const replica = await world.replica({ FINISHED_GRACE_SECONDS: '600' });
    const impatient = await world.replica({ FINISHED_GRACE_SECONDS: '0.001' });
    await world.broker.hold(ORG, ['a']);
    const jobId = await replica.create({ nodes: ['a'], captureOutput: true });
    await world.broker.expectSent(jobId, ['commit a']);
    await replica.cancel(jobId);
    const before = await world.feed(jobId);

    const output = { stdout: Buffer.from('late'), stderr: Buffer.from('') };
    await replica.reporter().report({ organization: ORG, node: 'a', jobId, news: 'SUCCEEDED', output });

    expect(await world.feed(jobId)).toEqual(before);
    expect(world.outputs.stored).toEqual([]);
    expect(await replica.openJobs([jobId, 'unknown'])).toEqual([jobId]);
    expect(await impatient.openJobs([jobId])).toEqual([]);
  });

  it('is open to its own organization alone', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const jobId = await replica.create({ nodes: ['a'] });
    expect(await replica.openJobs([jobId], ORG)).toEqual([jobId]);
    expect(await replica.openJobs([jobId], 'other')).toEqual([]);
  });
});

describe('cancelling', () => {
  it('ends a job, and aborts its nodes', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['a', 'b']);
    const jobId = await replica.create({ nodes: ['a', 'b'] });
    await world.broker.expectSent(jobId, ['commit a b']);

    await replica.cancel(jobId);
    await replica.cancel(jobId);

    expect(await replica.job(jobId)).toMatchObject({ status: 'aborted' });
    expect((await world.feed(jobId)).slice(1)).toEqual([
      '2 quorum_vote {"timestamp":T,"node":"a","status":"aborted"}',
      '3 quorum_vote {"timestamp":T,"node":"b","status":"aborted"}',
      '4 job_complete {"timestamp":T,"status":"aborted"}',
    ]);
    await world.broker.expectSent(jobId, ['commit a b', 'abort a b']);
  });

  it('takes single nodes out of a job', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['a', 'b']);
    const jobId = await replica.create({ nodes: ['a', 'b'], quorum: 1 });
    await world.broker.expectSent(jobId, ['commit a b']);
    await replica.cancel(jobId, ['a', 'stranger']);
    await replica.reporter().news(jobId, 'ACK_COMMIT', 'b');

    await world.broker.expectSent(jobId, ['commit a b', 'abort a', 'run b']);
    expect((await replica.job(jobId)).nodes.map((node) => node.status)).toEqual(['aborted', 'ready']);
  });

  it('knows no job of another organization', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const jobId = await replica.create({ nodes: ['a'] });
    await expect(replica.cancel(jobId, [], 'other')).rejects.toMatchObject({ code: grpc.NOT_FOUND });
    await expect(replica.cancel('0'.repeat(32))).rejects.toMatchObject({ code: grpc.NOT_FOUND });
  });
});
