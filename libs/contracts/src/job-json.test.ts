import { describe, expect, it } from 'vitest';
import type { Job__Output } from './index.ts';
import { jobJson } from './job-json.ts';

const job: Job__Output = {
  jobId: '0'.repeat(32),
  organization: 'acme',
  spec: { command: 'chef-client', nodes: [], runTimeoutSeconds: 3600, quorum: 2, env: null },
  status: 'running',
  requestedBy: 'alice',
  createdAtMs: Date.UTC(2012, 8, 4, 23, 1, 2),
  updatedAtMs: Date.UTC(2012, 8, 4, 23, 17, 56),
  nodes: [
    { node: 'a', status: 'running', reason: '', updatedAtMs: Date.UTC(2012, 8, 4, 23, 2) },
    { node: 'b', status: 'succeeded', reason: '', updatedAtMs: Date.UTC(2012, 8, 4, 23, 3) },
    { node: 'c', status: 'running', reason: 'so it said', updatedAtMs: Date.UTC(2012, 8, 4, 23, 4) },
  ],
  hasFile: false,
};

describe('a job as JSON', () => {
  it('has exactly the keys stock clients know', () => {
    expect(jobJson(job, { nodes: true, file: false })).toEqual({
      id: '0'.repeat(32),
      command: 'chef-client',
      status: 'running',
      run_timeout: 3600,
      created_at: 'Tue, 04 Sep 2012 23:01:02 GMT',
      updated_at: 'Tue, 04 Sep 2012 23:17:56 GMT',
      nodes: { running: ['a', 'c'], succeeded: ['b'] },
    });
  });

  it('tells who asked, the quorum, and of each node when and why, where details are asked for', () => {
    const running = 'Tue, 04 Sep 2012 23:02:00 GMT';
    expect(jobJson(job, { nodes: true, file: false, details: true })).toMatchObject({
      requested_by: 'alice',
      quorum: 2,
      details: {
        a: { status: 'running', updated_at: running },
        b: { status: 'succeeded', updated_at: 'Tue, 04 Sep 2012 23:03:00 GMT' },
        c: { status: 'running', updated_at: 'Tue, 04 Sep 2012 23:04:00 GMT', reason: 'so it said' },
      },
    });
    expect(jobJson(job, { nodes: false, file: false, details: true })).not.toHaveProperty('details');
  });

  it('leaves the nodes out of a list', () => {
    expect(jobJson(job, { nodes: false, file: false })).not.toHaveProperty('nodes');
  });

  it('shows options only where they were given, and capture only where it is on', () => {
    const spec = { ...job.spec!, user: 'daemon', dir: '/tmp', env: { variables: {} }, captureOutput: true };
    expect(jobJson({ ...job, spec }, { nodes: false, file: false })).toMatchObject({
      user: 'daemon',
      dir: '/tmp',
      env: {},
      capture_output: true,
    });
    const off = jobJson({ ...job, spec: { ...job.spec!, captureOutput: false } }, { nodes: false, file: false });
    expect(off).not.toHaveProperty('capture_output');
  });

  it('says that there is a file, and shows it only where asked', () => {
    const withFile = { ...job, hasFile: true, spec: { ...job.spec!, file: 'raw:x' } };
    expect(jobJson(withFile, { nodes: false, file: false })).toMatchObject({ file_specified: true });
    expect(jobJson(withFile, { nodes: false, file: false })).not.toHaveProperty('file');
    expect(jobJson(withFile, { nodes: false, file: true })).toMatchObject({ file: 'raw:x' });
    expect(jobJson(withFile, { nodes: false, file: true })).not.toHaveProperty('file_specified');
  });
});
