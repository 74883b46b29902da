import { status as grpc } from '@grpc/grpc-js';
import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { WAIT } from '../testing/grpc-fakes.ts';
import { ORG } from '../testing/replica.ts';
import { World } from '../testing/world.ts';

describe('jobs that are asked for at once', () => {
  it('are stored together, begin each once, and have places of their own in the feed of their organization', async () => {
    await using world = await World.create();
    const replicas = [await world.replica(), await world.replica()] as const;
    const nodes = Array.from({ length: 60 }, (_, i) => `n${i}`);
    await world.broker.hold(ORG, nodes);

    const jobIds = await Promise.all(nodes.map((node, i) => replicas[i % 2 === 0 ? 0 : 1].create({ nodes: [node] })));

    await vi.waitFor(async () => {
      expect(world.broker.commands).toHaveLength(60);
      expect(await world.outboxDepth()).toBe(0);
    }, WAIT);
    for (const [i, jobId] of jobIds.entries()) expect(world.broker.sent(jobId)).toEqual([`commit ${nodes[i]}`]);
    const feed = await world.organizationFeed();
    expect(feed.map((line) => Number(line.split(' ')[0]))).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(new Set(feed.map((line) => /"job":"(\w+)"/.exec(line)?.[1]))).toEqual(new Set(jobIds));
  });

  it('fail alone where one of them cannot be stored, each with its own answer', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['a', 'b']);

    const outcomes = await replica.createAll([
      { nodes: ['a'] },
      { nodes: ['a'], quorum: Number.NaN },
      { nodes: [] },
      { nodes: ['b'] },
    ]);

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['jobId', 'refusal', 'refusal', 'jobId']);
    expect(outcomes[1]?.refusal?.code).toBe(grpc.INTERNAL);
    expect(outcomes[2]?.refusal).toEqual({
      code: grpc.INVALID_ARGUMENT,
      message: 'at least one node must be supplied',
    });
    expect(await world.database.job.count()).toBe(2);
    expect(await world.organizationFeed()).toHaveLength(2);
  });

  it('leave nothing behind where their nodes cannot be stored', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const tooLongToFind = randomBytes(5_000).toString('hex');

    await expect(replica.create({ nodes: ['a', tooLongToFind] })).rejects.toMatchObject({ code: grpc.INTERNAL });

    expect(await world.database.job.count()).toBe(0);
    expect(await world.database.jobNode.count()).toBe(0);
    expect(await world.database.jobEvent.count()).toBe(0);
    expect(await world.outboxDepth()).toBe(0);
  });

  it('have begun when they are answered', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['a']);
    const jobId = await replica.create({ nodes: ['a', 'gone'], quorum: 1 });
    expect(await replica.job(jobId)).toMatchObject({
      status: 'voting',
      nodes: [
        { node: 'a', status: 'new' },
        { node: 'gone', status: 'unavailable', reason: 'the node was offline or in rehab when the job started' },
      ],
    });
  });
});
