import { describe, expect, it } from 'vitest';
import { type ChefJob, importedId, jobRow, nodeRow, outputRows } from './chef-rows.ts';

const AT = new Date('2019-05-01T10:00:00Z');
const LATER = new Date('2019-05-01T10:05:00Z');
const job: ChefJob = {
  ...{ id: 'a'.repeat(32), organization: 'acme', command: 'chef-client', status: 2, run_timeout: 60 },
  ...{ last_updated_by: `alice${' '.repeat(27)}`, created_at: AT, updated_at: LATER, quorum: 1 },
  ...{ job_user: `daemon${' '.repeat(26)}`, dir: '/tmp', env: '{"A":"1"}', capture: true, job_file: 'raw:x' },
};

describe('a job of Chef Push Jobs', () => {
  it('keeps what was asked, without the padding of its columns', () => {
    expect(jobRow(job, 2)).toMatchObject({
      ...{ requested_by: 'alice', status: 'complete', run_timeout_ms: 60_000, quorum: 1, node_count: 2 },
      ...{ user: 'daemon', dir: '/tmp', env: { A: '1' }, file: 'raw:x', capture: true, ended_at: LATER },
    });
  });

  it('gets defaults where that server had none stored', () => {
    const bare = { ...job, run_timeout: null, quorum: null, job_user: null, env: null };
    expect(jobRow(bare, 3)).toMatchObject({ run_timeout_ms: 3_600_000, quorum: 3, user: null, env: null });
  });

  it.each(['not JSON', '[]', '"text"', '7'])('has no environment where the column holds %s', (env) => {
    expect(jobRow({ ...job, env }, 1).env).toBeNull();
  });

  it.each([
    [0, 'crashed'],
    [1, 'crashed'],
    [2, 'complete'],
    [3, 'quorum_failed'],
    [4, 'aborted'],
    [5, 'crashed'],
    [6, 'timed_out'],
    [7, 'crashed'],
  ])('of status %i is %s here', (status, name) => {
    expect(jobRow({ ...job, status }, 1).status).toBe(name);
  });

  it('of no known status is refused by name', () => {
    expect(() => jobRow({ ...job, status: 8 }, 1)).toThrow(`job ${job.id} has the status 8`);
  });

  it('gets an id that begins with its time, looks like ours, and is the same each time', () => {
    const id = importedId(job);
    expect(id).toMatch(/^[0-9a-f]{12}7[0-9a-f]{3}8[0-9a-f]{15}$/);
    expect(Number.parseInt(id.slice(0, 12), 16)).toBe(AT.getTime());
    expect(importedId(job)).toBe(id);
    expect(importedId({ ...job, id: 'b'.repeat(32) })).not.toBe(id);
  });
});

describe('a node of such a job', () => {
  it.each([
    [0, 'crashed'],
    [3, 'succeeded'],
    [4, 'failed'],
    [5, 'aborted'],
    [6, 'unavailable'],
    [7, 'nacked'],
    [8, 'crashed'],
    [9, 'was_ready'],
    [11, 'timed_out'],
  ])('of status %i is %s here', (status, name) => {
    const node = { job_id: job.id, node_name: 'web1', status, updated_at: AT };
    expect(nodeRow(node, 'id', 4)).toEqual({ job_id: 'id', position: 4, node: 'web1', status: name, updated_at: AT });
  });
});

describe('output', () => {
  it('has both channels, also where they are empty', () => {
    const rows = outputRows({ job_id: job.id, node_name: 'web1', stdout: 'é\n', stderr: '' }, 'id');
    expect(rows).toEqual([
      { job_id: 'id', node: 'web1', channel: 'stdout', offset: 0, data: 'c3a90a' },
      { job_id: 'id', node: 'web1', channel: 'stderr', offset: 0, data: '' },
    ]);
  });

  it('is cut into pieces of a mebibyte', () => {
    const rows = outputRows({ job_id: job.id, node_name: 'w', stdout: 'x'.repeat(2 ** 20 + 1), stderr: '' }, 'id');
    expect(rows.map(({ channel, offset, data }) => [channel, offset, data.length / 2])).toEqual([
      ['stdout', 0, 2 ** 20],
      ['stdout', 2 ** 20, 1],
      ['stderr', 0, 0],
    ]);
  });
});
