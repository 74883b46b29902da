import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobComplete, JobStory, QUORUM, rehab, runComplete, runStart, vote } from './support-nodes/job-story.ts';
import { ADMINISTERED } from './support-nodes/presence.ts';
import { StockNode } from './support-nodes/stock-node.ts';
import { Turns } from './support-nodes/turns.ts';
import { Tenant } from './support-http/tenant.ts';

const names = new Turns('node');
let tenant: Tenant;
let other: StockNode;
beforeAll(async () => {
  const clients = [...names.all, 'other', 'first-heartbeat', 'first-ack_run', 'first-succeeded', 'first-aborted'];
  tenant = await Tenant.create('section-6-rehab', { ...ADMINISTERED, clients });
  other = await StockNode.available(tenant, 'other');
});
afterAll(() => other[Symbol.asyncDispose]());

const UNKNOWN_JOB = 'f'.repeat(32);

/** A node that obeys only when the test does. */
async function stubborn(): Promise<StockNode> {
  const node = await StockNode.configured(tenant, names.next());
  node.obeysAborts = false;
  return node;
}

describe('6 a node that the server does not know', () => {
  it('6.1 starts in rehab: it is online, and unavailable', async () => {
    await using node = await stubborn();
    node.connects();
    await node.becomes('online', 'unavailable');
    expect(await node.presence()).toEqual({ node_name: node.name, status: 'online', availability: 'unavailable' });
  });

  it.each(['heartbeat', 'ack_run', 'succeeded', 'aborted'] as const)(
    '6.1 starts in rehab, also with %s',
    async (type) => {
      await using node = await StockNode.configured(tenant, `first-${type}`);
      node.wire.connect();
      await node.wire.send(type, type === 'heartbeat' ? { job_state: 'idle' } : {});
      await node.hears('abort');
    },
  );

  it('6.3 is told to abort at once, and again until it says that it did', async () => {
    await using node = await stubborn();
    node.connects();
    for (let told = 0; told < 3; told++) await node.hears('abort');
    expect((await node.presence()).availability).toBe('unavailable');
    await node.says('aborted', { job_id: null });
    await node.becomes('online', 'available');
  });

  it('6.4 is idle and available once it says aborted, and then it takes jobs', async () => {
    await using node = await StockNode.available(tenant, names.next());
    expect(await node.presence()).toEqual({ node_name: node.name, status: 'online', availability: 'available' });
    using story = await JobStory.begins(tenant, [node]);
    await node.performs();
    expect((await story.toEnd()).at(-1)).toBe(jobComplete('complete'));
  });

  it('6.5 is not made available by heartbeats', async () => {
    await using node = await stubborn();
    node.connects();
    await node.hears('abort');
    for (let beats = 0; beats < 5; beats++) await node.wire.heartbeat();
    await node.hears('abort');
    expect((await node.presence()).availability).toBe('unavailable');
  });
});

describe('6 a new incarnation of a node', () => {
  it('6.2 takes the older one down first, and starts in rehab', async () => {
    await using node = await StockNode.available(tenant, names.next());
    using story = await JobStory.begins(tenant, [node, other]);
    await node.commits();
    await story.tells(vote(node, 'success'));
    node.restarts();
    const told = [vote(node, 'success'), vote(node, 'down'), rehab(node)];
    await story.tells(...told);
    await node.recovers();
    await other.asked();
    await other.says('nack_commit');
    expect(await story.toEnd()).toEqual([...told, vote(other, 'failure'), jobComplete('quorum_failed')]);
  });

  it('6.2 does so on a connection that goes on, too', async () => {
    await using node = await StockNode.available(tenant, names.next());
    using story = await JobStory.begins(tenant, [node, other]);
    await node.commits();
    await story.tells(vote(node, 'success'));
    node.goesSilent();
    node.wire.incarnation = randomUUID();
    await node.wire.heartbeat('idle', null);
    await story.tells(vote(node, 'success'), vote(node, 'down'), rehab(node));
    await node.hears('abort');
    await other.asked();
    await other.says('nack_commit');
    await story.toEnd();
  });
});

describe('6 a job that the server does not know to be unfinished', () => {
  it.each(['committed', 'running'] as const)(
    '6.8 named by the heartbeat of a %s node, leads to abort',
    async (state) => {
      await using node = await StockNode.available(tenant, names.next());
      node.goesSilent();
      await node.wire.heartbeat(state, UNKNOWN_JOB);
      await node.recovers();
    },
  );

  it.each(['ack_commit', 'nack_commit', 'ack_run', 'nack_run', 'succeeded', 'failed'] as const)(
    '6.10 named by %s, leads to rehab',
    async (type) => {
      await using node = await StockNode.available(tenant, names.next());
      await node.wire.send(type, { job_id: UNKNOWN_JOB });
      await node.recovers();
    },
  );

  it('6.10 that is another organization’s, leads to rehab, and that job does not notice', async () => {
    const foreign = await Tenant.create('section-6-foreign', { ...ADMINISTERED, clients: ['node'] });
    await using theirs = await StockNode.available(foreign, 'node');
    await using node = await StockNode.available(tenant, names.next());
    using story = await JobStory.begins(foreign, [theirs]);
    await theirs.asked();
    await node.wire.send('nack_commit', { job_id: story.id });
    await node.recovers();
    await theirs.says('ack_commit');
    await theirs.runs();
    await theirs.says('succeeded');
    const told = [vote(theirs, 'success'), QUORUM, runStart(theirs), runComplete(theirs, 'success')];
    expect(await story.toEnd()).toEqual([...told, jobComplete('complete')]);
  });

  it('6.11 named by aborted, leads to nothing', async () => {
    await using node = await StockNode.available(tenant, names.next());
    await node.wire.send('aborted', { job_id: UNKNOWN_JOB });
    using story = await JobStory.begins(tenant, [node]);
    await node.performs();
    const told = [vote(node, 'success'), QUORUM, runStart(node), runComplete(node, 'success'), jobComplete('complete')];
    expect(await story.toEnd()).toEqual(told);
  });
});

describe('6 aborted while a job is active', () => {
  it.each(['with the id of the job', 'with null, as after output that is not UTF-8'])(
    '6.13 %s counts in it',
    async (how) => {
      await using node = await StockNode.available(tenant, names.next());
      using story = await JobStory.begins(tenant, [node]);
      await node.commits();
      await node.runs();
      await story.tells(vote(node, 'success'), QUORUM, runStart(node));
      await node.says('aborted', how.includes('null') ? { job_id: null } : {});
      expect((await story.toEnd()).slice(3)).toEqual([
        rehab(node),
        runComplete(node, 'crashed'),
        jobComplete('complete'),
      ]);
      expect((await story.job()).nodes).toEqual({ crashed: [node.name] });
      await node.recovers();
    },
  );

  it('6.14 said once with the job and once with null for every repeated abort, leaves the next job alone', async () => {
    await using node = await StockNode.available(tenant, names.next());
    using story = await JobStory.begins(tenant, [node]);
    await node.commits();
    await node.runs();
    node.obeysAborts = false;
    await node.says('nack_run'); // makes no sense here, and leads to rehab
    await story.toEnd();
    await node.hears('abort');
    await node.hears('abort');
    await node.says('aborted');
    await node.becomes('online', 'available');

    using next = await JobStory.begins(tenant, [node]);
    await node.asked();
    await node.wire.send('aborted', { job_id: null });
    await node.says('ack_commit');
    await node.runs();
    await node.says('succeeded');
    const told = [vote(node, 'success'), QUORUM, runStart(node), runComplete(node, 'success'), jobComplete('complete')];
    expect(await next.toEnd()).toEqual(told);
  });

  it('6.14 after a silence in which the node went offline, brings it back all the same', async () => {
    await using node = await StockNode.available(tenant, names.next());
    using story = await JobStory.begins(tenant, [node], { run_timeout: 0 });
    node.obeysAborts = false;
    await node.commits();
    await node.hears('abort');
    node.goesSilent();
    await node.becomes('offline', 'unavailable');
    await node.says('aborted');
    await node.wire.send('aborted', { job_id: null });
    node.obeysAborts = true;
    node.beats();
    await node.recovers();
    expect((await story.toEnd()).at(-1)).toBe(jobComplete('timed_out'));
  });
});
