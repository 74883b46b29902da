import { describe, expect, it } from 'vitest';
import { CliError } from './cli-error.ts';
import { jobRequest, parseQuorum, parseSeconds, parseVariables } from './job-options.ts';

describe('the quorum', () => {
  it.each([
    ['100%', 7, 7],
    ['50%', 7, 4],
    ['1%', 3, 1],
    ['0%', 3, 0],
    ['29%', 100, 29],
    ['145', 3, 145],
  ])('%s of %d nodes is %d', (text, nodes, quorum) => expect(parseQuorum(text, nodes)).toBe(quorum));
  it.each(['', 'all', '-1', '50 %', '1.5'])('is not %j', (text) => {
    expect(() => parseQuorum(text, 3)).toThrow(CliError);
  });
});

describe('the variables', () => {
  it('are a JSON object of texts', () => expect(parseVariables('{"A":"b"}')).toEqual({ A: 'b' }));
  it.each(['', 'A=b', '[]', '{"A":1}', 'null'])('are not %j', (text) => {
    expect(() => parseVariables(text)).toThrow(CliError);
  });
});

describe('the timeout', () => {
  it.each([
    ['60', 60],
    ['0', 0],
    ['1.5', 1.5],
  ])('%s is %d seconds', (text, s) => expect(parseSeconds(text)).toBe(s));
  it.each(['', 'soon', '-1', 'Infinity'])('is not %j', (text) => expect(() => parseSeconds(text)).toThrow(CliError));
});

describe('a job to start', () => {
  it('says as much as knife says, and folds nodes named twice', () => {
    expect(jobRequest('chef-client', ['a', 'b', 'a'], { quorum: '100%' })).toEqual({
      command: 'chef-client',
      nodes: ['a', 'b'],
      quorum: 2,
      capture_output: false,
      env: {},
    });
  });
  it('carries every flag', () => {
    const flags = { quorum: '1', capture: true, withEnv: '{"A":"b"}', inDir: '/d', asUser: 'u', timeout: '9' } as const;
    expect(jobRequest('c', ['a'], flags)).toEqual({
      command: 'c',
      nodes: ['a'],
      quorum: 1,
      capture_output: true,
      env: { A: 'b' },
      run_timeout: 9,
      user: 'u',
      dir: '/d',
    });
  });
  it('needs a node', () => expect(() => jobRequest('c', [], { quorum: '1' })).toThrow(/no nodes/));
  it('needs its file to be there', () => {
    expect(() => jobRequest('c', ['a'], { quorum: '1', file: '/no/such' })).toThrow(/--file: ENOENT/);
  });
});
