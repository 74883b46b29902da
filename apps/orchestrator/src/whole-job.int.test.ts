import { unary } from '@push-jobs/contracts';
import { describe, expect, it, vi } from 'vitest';
import { WAIT } from './testing/grpc-fakes.ts';
import { ORG } from './testing/replica.ts';
import { World } from './testing/world.ts';

describe('a job from beginning to end', () => {
  it('votes, runs, stores output before the result counts, and tells both feeds in order', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['a', 'b']);

    const jobId = await replica.create({
      nodes: ['b', 'a', 'b'],
      quorum: 2,
      runTimeoutSeconds: 12.5,
      user: 'deploy',
      dir: '/srv',
      env: { variables: { LEVEL: 'high' } },
      file: 'raw:hello',
      captureOutput: true,
    });
    await world.broker.expectSent(jobId, ['commit b a']);
    const broker = replica.reporter();
    await broker.news(jobId, 'ACK_COMMIT', 'a', 'b');
    await world.broker.expectSent(jobId, ['commit b a', 'run b a']);
    await broker.news(jobId, 'ACK_RUN', 'a', 'b');
    const output = { stdout: Buffer.from('out'), stderr: Buffer.from('') };
    await broker.report({ organization: ORG, node: 'a', jobId, news: 'SUCCEEDED', output });
    expect(world.outputs.stored).toEqual([{ jobId, node: 'a', ...output }]);
    await broker.report({ organization: ORG, node: 'b', jobId, news: 'FAILED', reason: 'exit code 3' });

    expect(world.broker.commands[0]?.commit).toEqual({
      command: 'chef-client',
      user: 'deploy',
      dir: '/srv',
      env: { variables: { LEVEL: 'high' } },
      file: 'raw:hello',
      capture: true,
      _user: 'user',
      _dir: 'dir',
      _file: 'file',
      _capture: 'capture',
    });
    const start =
      '"command":"chef-client","run_timeout":12.5,"quorum":2,"node_count":2,"user":"pat","job_user":"deploy",' +
      '"dir":"/srv","env":{"LEVEL":"high"},"file_specified":true,"capture":true}';
    expect(await world.feed(jobId)).toEqual([
      `1 start {"timestamp":T,${start}`,
      '2 quorum_vote {"timestamp":T,"node":"a","status":"success"}',
      '3 quorum_vote {"timestamp":T,"node":"b","status":"success"}',
      '4 quorum_succeeded {"timestamp":T}',
      '5 run_start {"timestamp":T,"node":"a"}',
      '6 run_start {"timestamp":T,"node":"b"}',
      '7 run_complete {"timestamp":T,"node":"a","status":"success"}',
      '8 run_complete {"timestamp":T,"node":"b","status":"failure"}',
      '9 job_complete {"timestamp":T,"status":"complete"}',
    ]);
    expect(await world.organizationFeed()).toEqual([
      `1 start {"timestamp":T,"job":"${jobId}",${start}`,
      `2 job_complete {"timestamp":T,"job":"${jobId}","status":"complete"}`,
    ]);
    const job = await replica.job(jobId);
    expect(job).toMatchObject({ status: 'complete', requestedBy: 'pat', hasFile: true });
    expect(job.spec?.file).toBeUndefined();
    expect(job.nodes).toMatchObject([
      { node: 'b', status: 'failed', reason: 'exit code 3' },
      { node: 'a', status: 'succeeded', reason: '' },
    ]);
    await vi.waitFor(async () => expect(await world.outboxDepth()).toBe(0), WAIT);
  });

  it('is listed newest first, by status and by command, without nodes', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['a']);
    const first = await replica.create({ nodes: ['gone'] });
    await replica.expectStatus(first, 'quorum_failed');
    const second = await replica.create({ nodes: ['a'], command: 'say hello' });
    const third = await replica.create({ nodes: ['a'] }, { organization: 'other' });
    await replica.expectStatus(second, 'voting');

    const list = async (more: object): Promise<string[]> => {
      const { jobs } = await unary(replica.jobs, replica.jobs.List, { organization: ORG, ...more });
      expect(jobs.every((job) => job.nodes.length === 0)).toBe(true);
      return jobs.map((job) => job.jobId);
    };
    expect(await list({})).toEqual([second, first]);
    expect(await list({ limit: 1 })).toEqual([second]);
    const isCut = async (limit: number): Promise<boolean> =>
      (await unary(replica.jobs, replica.jobs.List, { organization: ORG, limit })).more;
    expect([await isCut(1), await isCut(2), await isCut(3)]).toEqual([true, false, false]);
    expect(await list({ before: second })).toEqual([first]);
    expect(await list({ statuses: ['voting', 'running'] })).toEqual([second]);
    expect(await list({ command: 'hello' })).toEqual([second]);
    const { jobIds } = await unary(replica.jobs, replica.jobs.Unfinished, {});
    expect(jobIds).toContain(second);
    expect(jobIds).not.toContain(first);
    expect(third > second).toBe(true);
  });

  it('shows its file to those who ask for it', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const jobId = await replica.create({ nodes: ['a'], file: 'raw:hello' });
    const job = await unary(replica.jobs, replica.jobs.Get, { organization: ORG, jobId, includeFile: true });
    expect(job.spec?.file).toBe('raw:hello');
  });
});
