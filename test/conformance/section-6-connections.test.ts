import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokerMetric } from './support-nodes/brokers.ts';
import { jobComplete, JobStory, QUORUM, rehab, runComplete, runStart, vote } from './support-nodes/job-story.ts';
import { ADMIN, ADMINISTERED } from './support-nodes/presence.ts';
import { StockNode } from './support-nodes/stock-node.ts';
import { Turns } from './support-nodes/turns.ts';
import { Tenant } from './support-http/tenant.ts';
import { eventually } from '@push-jobs/local';

const names = new Turns('node');
let tenant: Tenant;
let other: StockNode;
beforeAll(async () => {
  tenant = await Tenant.create('section-6-connections', { ...ADMINISTERED, clients: [...names.all, 'other'] });
  other = await StockNode.available(tenant, 'other');
});
afterAll(() => other[Symbol.asyncDispose]());

const WHOLE_JOB = (node: StockNode) => [
  ...[vote(node, 'success'), QUORUM, runStart(node), runComplete(node, 'success')],
  jobComplete('complete'),
];

describe('6 a known node on a new connection', () => {
  it('6.6 is answered with ack, and stays available', async () => {
    await using node = await StockNode.available(tenant, names.next());
    node.connects();
    await node.hears('ack');
    expect((await node.presence()).availability).toBe('available');
  });

  it('6.6 keeps its job at every stage of it', async () => {
    await using node = await StockNode.available(tenant, names.next());
    using story = await JobStory.begins(tenant, [node]);
    await node.asked();
    await node.says('ack_commit');
    await node.hears('run');
    await node.says('ack_run');
    await story.tells(vote(node, 'success'), QUORUM, runStart(node));
    for (let connections = 0; connections < 3; connections++) {
      node.connects();
      await node.hears('ack');
    }
    await node.says('succeeded');
    expect(await story.toEnd()).toEqual(WHOLE_JOB(node));
  });

  it('6.6 keeps its job at the broker that had the process before it', async () => {
    const name = names.next();
    const old = await StockNode.available(tenant, name);
    await old[Symbol.asyncDispose]();
    await using node = await StockNode.available(tenant, name);
    using story = await JobStory.begins(tenant, [node]);
    await node.commits();
    await node.runs();
    for (let connections = 0; connections < 3; connections++) {
      node.connects();
      await node.hears('ack');
    }
    await node.says('succeeded');
    expect(await story.toEnd()).toEqual(WHOLE_JOB(node));
  });

  it('6.6 keeps its job while it is committed, and is sent run there', async () => {
    await using node = await StockNode.available(tenant, names.next());
    using story = await JobStory.begins(tenant, [node, other]);
    await node.commits();
    await story.tells(vote(node, 'success'));
    node.connects();
    await node.hears('ack');
    await other.commits();
    await node.hears('run');
    await other.hears('run');
    await node.says('ack_run');
    await story.tells(vote(node, 'success'), vote(other, 'success'), QUORUM, runStart(node));
    await node.says('succeeded');
    await story.shows(node, 'succeeded');
    await other.says('ack_run');
    await other.says('succeeded');
    expect((await story.toEnd()).slice(3)).toEqual([
      ...[runStart(node), runComplete(node, 'success'), runStart(other), runComplete(other, 'success')],
      jobComplete('complete'),
    ]);
  });

  it('6.6 and in rehab is told to abort again', async () => {
    await using node = await StockNode.configured(tenant, names.next());
    node.obeysAborts = false;
    node.connects();
    await node.hears('abort');
    node.connects();
    await node.hears('abort');
    expect((await node.presence()).availability).toBe('unavailable');
  });
});

describe('6 the health of a node', () => {
  it('6.9 lasts while it beats once per interval, and ends when it falls silent', async () => {
    await using node = await StockNode.available(tenant, names.next());
    node.goesSilent();
    await node.becomes('offline', 'unavailable');
    expect((await other.presence()).status).toBe('online');
    const { json } = await tenant.as(ADMIN).get(tenant.path('node_states'));
    const online = (json as readonly { readonly node_name: string }[]).map(({ node_name }) => node_name); // 3 checks it
    expect([online.includes('other'), online.includes(node.name)]).toEqual([true, false]);
  });

  it('6.9 once lost costs the node its job, which hears that it is down', async () => {
    await using node = await StockNode.available(tenant, names.next());
    using story = await JobStory.begins(tenant, [node]);
    await node.commits();
    await node.runs();
    await story.tells(vote(node, 'success'), QUORUM, runStart(node));
    node.goesSilent();
    expect((await story.toEnd()).slice(3)).toEqual([
      rehab(node),
      runComplete(node, 'crashed'),
      jobComplete('complete'),
    ]);
  });

  it('6.9 once lost is regained through rehab', async () => {
    await using node = await StockNode.available(tenant, names.next());
    node.goesSilent();
    await node.becomes('offline', 'unavailable');
    await node.beats().recovers();
  });
});

describe('6 the sequence of a node', () => {
  it('6.15 only goes up: what was sent before is not heard again', async () => {
    await using node = await StockNode.available(tenant, names.next());
    using story = await JobStory.begins(tenant, [node, other]);
    await node.commits();
    await story.tells(vote(node, 'success'));
    const before = await brokerMetric('refused_messages_total', { why: 'replayed' });
    for (const sequence of [node.wire.sequence, 1, 0])
      await node.wire.send('ack_commit', { job_id: node.job, sequence });
    await eventually('three are refused', async () => {
      return (await brokerMetric('refused_messages_total', { why: 'replayed' })) - before >= 3;
    });
    await other.asked();
    await other.says('nack_commit');
    expect(await story.toEnd()).toEqual([vote(node, 'success'), vote(other, 'failure'), jobComplete('quorum_failed')]);
  });

  it('6.15 may leave numbers out', async () => {
    await using node = await StockNode.available(tenant, names.next());
    using story = await JobStory.begins(tenant, [node]);
    node.wire.sequence += 1_000;
    await node.performs();
    expect(await story.toEnd()).toEqual(WHOLE_JOB(node));
  });

  it('6.15 starts anew on a new connection', async () => {
    await using node = await StockNode.available(tenant, names.next());
    node.wire.sequence += 1_000;
    await node.wire.heartbeat();
    node.connects();
    await node.hears('ack');
    using story = await JobStory.begins(tenant, [node]);
    await node.performs();
    expect(await story.toEnd()).toEqual(WHOLE_JOB(node));
  });
});

describe('6 the output of a stock client', () => {
  it('6.16 of more than 63,000 bytes is left out, and the result counts without', async () => {
    await using node = await StockNode.available(tenant, names.next());
    using story = await JobStory.begins(tenant, [node], { capture_output: true });
    await node.performs();
    expect(await story.toEnd()).toEqual(WHOLE_JOB(node));
    expect((await story.output(node, 'stdout')).status).toBe(404);
  });

  it('6.16 of 63,000 bytes fits', async () => {
    await using node = await StockNode.available(tenant, names.next());
    using story = await JobStory.begins(tenant, [node], { capture_output: true });
    await node.performs({ stdout: 'x'.repeat(62_000), stderr: 'y'.repeat(1_000) });
    await story.toEnd();
    expect((await story.output(node, 'stdout')).body.length).toBe(62_000);
    expect((await story.output(node, 'stderr')).body.length).toBe(1_000);
  });
});
