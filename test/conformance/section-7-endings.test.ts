import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobComplete, JobStory, QUORUM, rehab, runComplete, runStart, vote } from './support-nodes/job-story.ts';
import { ADMINISTERED } from './support-nodes/presence.ts';
import { StockNode } from './support-nodes/stock-node.ts';
import { Tenant } from './support-http/tenant.ts';

let tenant: Tenant;
let one: StockNode;
let two: StockNode;
beforeAll(async () => {
  const clients = ['one', 'two', 'three', 'offline'];
  tenant = await Tenant.create('section-7-endings', { ...ADMINISTERED, clients });
  [one, two] = await Promise.all([StockNode.available(tenant, 'one'), StockNode.available(tenant, 'two')]);
});
afterAll(async () => {
  await Promise.all([one[Symbol.asyncDispose](), two[Symbol.asyncDispose]()]);
});

describe('7 the start of a job', () => {
  it('7.1 publishes start before anything else', async () => {
    using story = await JobStory.begins(tenant, [one]);
    await one.performs();
    await story.toEnd();
    expect(story.feed.names).toEqual([
      'start',
      'quorum_vote',
      'quorum_succeeded',
      'run_start',
      'run_complete',
      'job_complete',
    ]);
  });

  it('7.2 counts a node that is offline as down at once', async () => {
    using story = await JobStory.begins(tenant, ['offline', one]);
    await one.commits();
    const lines = await story.toEnd();
    expect(lines).toEqual([
      'quorum_vote {"node":"offline","status":"down"}',
      'rehab {"node":"offline"}',
      vote(one, 'success'),
      jobComplete('quorum_failed'),
    ]);
    expect((await story.job()).nodes).toEqual({ unavailable: ['offline'], was_ready: ['one'] });
    await one.recovers();
  });

  it('7.2 counts a node in rehab as down at once', async () => {
    await using three = await StockNode.configured(tenant, 'three');
    three.obeysAborts = false;
    three.connects();
    await three.hears('abort');
    await three.becomes('online', 'unavailable');
    using story = await JobStory.begins(tenant, [three, one], { quorum: 1 });
    await one.performs();
    const end = [vote(one, 'success'), QUORUM, runStart(one), runComplete(one, 'success'), jobComplete('complete')];
    expect(await story.toEnd()).toEqual([vote(three, 'down'), rehab(three), ...end]);
    expect((await story.job()).nodes).toEqual({ unavailable: ['three'], succeeded: ['one'] });
  });

  it('7.3 makes the job voting, and 7.4 asks every node with a commit', async () => {
    using story = await JobStory.begins(tenant, [one, two]);
    const asked = await Promise.all([one.asked(), two.asked()]);
    expect(asked.map((commit) => [commit.job_id, commit.command])).toEqual(Array(2).fill([story.id, 'chef-client']));
    expect(await story.job()).toMatchObject({ status: 'voting', nodes: { new: ['one', 'two'] } });
    await Promise.all([one.says('nack_commit'), two.says('nack_commit')]);
    await story.toEnd();
  });

  it('7.5 lets the vote last as long as the voting timeout', async () => {
    using story = await JobStory.begins(tenant, [one]);
    await one.asked();
    await one.hears('abort');
    expect(await story.toEnd()).toEqual([vote(one, 'voting_timeout'), jobComplete('quorum_failed')]);
    expect((await story.job()).nodes).toEqual({ unavailable: ['one'] });
  });
});

describe('7 the end of a vote', () => {
  it('7.12 comes once no node is new, and 7.15 with a quorum those who are ready are sent run', async () => {
    using story = await JobStory.begins(tenant, [one, two], { quorum: 1 });
    await one.commits();
    await story.tells(vote(one, 'success'));
    expect(await story.job()).toMatchObject({ status: 'voting', nodes: { ready: ['one'], new: ['two'] } });
    await two.asked();
    await two.says('nack_commit');
    await story.tells(vote(one, 'success'), vote(two, 'failure'), QUORUM);
    expect(await story.job()).toMatchObject({ status: 'running', nodes: { ready: ['one'], nacked: ['two'] } });
    await one.runs();
    await story.tells(vote(one, 'success'), vote(two, 'failure'), QUORUM, runStart(one));
    expect(await story.job()).toMatchObject({ status: 'running', nodes: { running: ['one'] } });
    await one.says('succeeded');
    await story.toEnd();
  });

  it('7.13 without a quorum turns who was ready into was_ready, aborted in silence', async () => {
    using story = await JobStory.begins(tenant, [one, two], { quorum: 2 });
    await one.commits();
    await story.tells(vote(one, 'success'));
    await two.asked();
    await two.says('nack_commit');
    expect(await story.toEnd()).toEqual([vote(one, 'success'), vote(two, 'failure'), jobComplete('quorum_failed')]);
    expect(await story.job()).toMatchObject({
      status: 'quorum_failed',
      nodes: { was_ready: ['one'], nacked: ['two'] },
    });
    await one.hears('abort');
    expect((await one.presence()).availability).toBe('available');
  });

  it('7.13 fails a quorum of more nodes than there are', async () => {
    using story = await JobStory.begins(tenant, [one], { quorum: 2 });
    await one.commits();
    expect(await story.toEnd()).toEqual([vote(one, 'success'), jobComplete('quorum_failed')]);
    await one.hears('abort');
  });

  it('7.14 starts the run timeout, and 0 leaves no time at all', async () => {
    using story = await JobStory.begins(tenant, [one], { run_timeout: 0 });
    await one.commits();
    await one.hears('abort');
    const lines = await story.toEnd();
    expect([lines[0], lines[1], lines.at(-1)]).toEqual([vote(one, 'success'), QUORUM, jobComplete('timed_out')]);
    expect(await story.job()).toMatchObject({ status: 'timed_out', nodes: { timed_out: ['one'] } });
  });
});

describe('7 output', () => {
  const captured = { capture_output: true };
  const output = { stdout: 'all is\nwell ✓', stderr: '' };

  it('7.23 that comes with a result is there when the job is complete', async () => {
    using story = await JobStory.begins(tenant, [one, two], captured);
    await Promise.all([one.commits(), two.commits()]);
    await Promise.all([one.runs(), two.runs()]);
    await Promise.all([one.says('succeeded', output), two.says('failed', { stdout: '', stderr: 'oh' })]);
    await story.toEnd();
    const stdout = await story.output(one, 'stdout');
    const stderr = await story.output(one, 'stderr');
    expect([stdout.status, stdout.body.toString()]).toEqual([200, output.stdout]);
    expect([stderr.status, stderr.body.toString()]).toEqual([200, '']);
    expect((await story.output(two, 'stderr')).body.toString()).toBe('oh');
  });

  it('7.23 that is empty is there too', async () => {
    using story = await JobStory.begins(tenant, [one], captured);
    await one.performs({ stdout: '', stderr: '' });
    await story.toEnd();
    const { status, body } = await story.output(one, 'stdout');
    expect([status, body.length]).toEqual([200, 0]);
    expect((await story.output(one, 'stderr')).status).toBe(200);
  });

  it('7.23 is stored whatever the status of the node is', async () => {
    using story = await JobStory.begins(tenant, [one, two], captured);
    await Promise.all([one.asked(), two.asked()]);
    await one.says('nack_commit');
    await story.tells(vote(one, 'failure'));
    await one.says('succeeded', output);
    await one.recovers();
    await two.says('ack_commit');
    await story.toEnd();
    await two.recovers();
    expect((await story.job()).nodes).toEqual({ nacked: ['one'], was_ready: ['two'] });
    expect((await story.output(one, 'stdout')).body.toString()).toBe(output.stdout);
  });

  it.each(['stdout', 'stderr'] as const)('7.23 is not stored where only %s is there', async (channel) => {
    using story = await JobStory.begins(tenant, [one], captured);
    await one.performs({ [channel]: 'half' });
    await story.toEnd();
    expect((await story.job()).nodes).toEqual({ succeeded: ['one'] });
    expect((await story.output(one, 'stdout')).status).toBe(404);
    expect((await story.output(one, 'stderr')).status).toBe(404);
  });
});

describe('7 the end of a job', () => {
  it('7.24 is complete once nobody is ready or running, however they ended', async () => {
    using story = await JobStory.begins(tenant, [one, two]);
    await Promise.all([one.commits(), two.commits()]);
    await Promise.all([one.runs(), two.runs()]);
    await one.says('failed');
    await story.shows(one, 'failed');
    expect((await story.job()).status).toBe('running');
    await two.says('aborted');
    expect((await story.toEnd()).at(-1)).toBe(jobComplete('complete'));
    expect(await story.job()).toMatchObject({ status: 'complete', nodes: { failed: ['one'], crashed: ['two'] } });
    await two.recovers();
  });

  it('7.26 ignores for a while what still comes in for it, and 7.27 is unknown afterwards', async () => {
    using story = await JobStory.begins(tenant, [one]);
    await one.performs();
    await story.toEnd();
    const { updated_at } = await story.job();
    for (const late of ['ack_run', 'succeeded', 'failed', 'nack_run'] as const) await one.says(late);
    await one.says('aborted', { job_id: null });

    using next = await JobStory.begins(tenant, [one]);
    await one.performs();
    expect(await next.toEnd()).toEqual([
      vote(one, 'success'),
      QUORUM,
      runStart(one),
      runComplete(one, 'success'),
      jobComplete('complete'),
    ]);
    expect(await story.job()).toMatchObject({ status: 'complete', nodes: { succeeded: ['one'] }, updated_at });

    // Beats that name the job, until the server does not know it any more.
    one.job = story.id;
    await one.says('ack_run');
    await one.recovers();
  });
});
