import { describe, expect, it } from 'vitest';
import { jobEnvironment } from './job-environment.ts';

const job = { jobId: 'j', nodeName: 'web-1', asked: { PATH: '/bin', COLOR: 'red' }, overwritable: undefined };
const own = { CHEF_PUSH_JOB_ID: 'j', CHEF_PUSH_NODE_NAME: 'web-1', CHEF_PUSH_JOB_NODE_NAME: 'web-1' };

describe('the environment of a job', () => {
  it('is what it asks for and what the agent says of it', () => {
    expect(jobEnvironment(job)).toEqual({ ...own, PATH: '/bin', COLOR: 'red' });
  });
  it('renames what is not on the list of overwritable names', () => {
    expect(jobEnvironment({ ...job, overwritable: new Set(['COLOR']) })).toEqual({
      ...own,
      COLOR: 'red',
      CHEF_PUSH_ENV_PATH: '/bin',
    });
  });
  it('renames everything when the list is empty', () => {
    expect(Object.keys(jobEnvironment({ ...job, overwritable: new Set() }))).toContain('CHEF_PUSH_ENV_COLOR');
  });
  it('does not let a job pretend to be another', () => {
    expect(jobEnvironment({ ...job, asked: { CHEF_PUSH_JOB_ID: 'x' } })).toEqual(own);
  });
  it('names the file, where there is one', () => {
    expect(jobEnvironment({ ...job, file: '/tmp/f' })).toMatchObject({ CHEF_PUSH_JOB_FILE: '/tmp/f' });
  });
});
