import type { NodeEvent } from '@push-jobs/contracts';
import { describe, expect, it } from 'vitest';
import { ORG, type Replica } from '../testing/replica.ts';
import { World } from '../testing/world.ts';

/** A running job with output, in which `b` is still to be heard of. */
async function runningJob(world: World, replica: Replica): Promise<string> {
  await world.broker.hold(ORG, ['a', 'b']);
  const jobId = await replica.create({ nodes: ['a', 'b'], quorum: 2, captureOutput: true });
  await world.broker.expectSent(jobId, ['commit a b']);
  await replica.reporter().news(jobId, 'ACK_COMMIT', 'a', 'b');
  await world.broker.expectSent(jobId, ['commit a b', 'run a b']);
  return jobId;
}

const result = (jobId: string): NodeEvent => ({
  organization: ORG,
  node: 'a',
  jobId,
  news: 'SUCCEEDED',
  output: { stdout: Buffer.from('done'), stderr: Buffer.alloc(0) },
  untilAcknowledged: true,
});

const statusOfA = async (replica: Replica, jobId: string) =>
  (await replica.job(jobId)).nodes.find(({ node }) => node === 'a')?.status;

describe('a result that a node repeats until it is acknowledged', () => {
  it('counts once, whoever passes it on again: no event, no change, no rehab', async () => {
    await using world = await World.create();
    const replicas = [await world.replica(), await world.replica()] as const;
    const jobId = await runningJob(world, replicas[0]);
    await replicas[0].reporter().news(jobId, 'ACK_RUN', 'a', 'b');
    await replicas[0].reporter().report(result(jobId));
    const feed = await world.feed(jobId);
    expect(feed.at(-1)).toContain('run_complete {"timestamp":T,"node":"a","status":"success"}');

    await replicas[0].reporter().report(result(jobId));
    await replicas[1].reporter().report(result(jobId), result(jobId));

    expect(await world.feed(jobId)).toEqual(feed);
    expect(await statusOfA(replicas[1], jobId)).toBe('succeeded');
    expect(world.broker.sent(jobId)).toEqual(['commit a b', 'run a b']);
    await replicas[1].reporter().news(jobId, 'SUCCEEDED', 'b');
    await replicas[1].expectStatus(jobId, 'complete');
    const whole = await world.feed(jobId);
    await replicas[0].reporter().report(result(jobId));
    expect(await world.feed(jobId)).toEqual(whole);
  });

  it('counts also where the node was not heard to begin: both were lost with one broker', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const jobId = await runningJob(world, replica);
    await replica.reporter().report(result(jobId));
    expect(await statusOfA(replica, jobId)).toBe('succeeded');
    expect((await world.feed(jobId)).slice(-2).map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'run_start {"timestamp":T,"node":"a"}',
      'run_complete {"timestamp":T,"node":"a","status":"success"}',
    ]);
  });

  it('does not change what has been decided of the node', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const jobId = await runningJob(world, replica);
    await replica.reporter().news(jobId, 'LOST', 'a');
    const feed = await world.feed(jobId);
    await replica.reporter().report(result(jobId));
    expect(await statusOfA(replica, jobId)).toBe('crashed');
    expect(await world.feed(jobId)).toEqual(feed);
  });
});
