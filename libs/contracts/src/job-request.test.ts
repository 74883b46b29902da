import { describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES, parseJobRequest } from './job-request.ts';

const minimal = { command: 'chef-client', nodes: ['web-1'] };

describe('a job request', () => {
  it('has defaults: an hour, and a quorum of all nodes', () => {
    expect(parseJobRequest(minimal)).toEqual({
      ok: true,
      spec: { command: 'chef-client', nodes: ['web-1'], runTimeoutSeconds: 3600, quorum: 1 },
    });
  });

  it('carries everything knife sends', () => {
    const body = {
      ...{ command: '', nodes: ['a', 'b', 'a'], quorum: 7, run_timeout: 0, capture_output: false },
      ...{ user: 'daemon', dir: '/tmp', env: { A: '1' }, file: 'raw:hello' },
    };
    expect(parseJobRequest(body)).toEqual({
      ok: true,
      spec: {
        ...{ command: '', nodes: ['a', 'b'], quorum: 7, runTimeoutSeconds: 0, captureOutput: false },
        ...{ user: 'daemon', dir: '/tmp', env: { variables: { A: '1' } }, file: 'raw:hello' },
      },
    });
  });

  it.each<[string, object, string]>([
    ['no command', { nodes: ['a'] }, 'invalid command supplied'],
    ['a command that is no string', { ...minimal, command: 7 }, 'invalid command supplied'],
    ['no nodes', { command: 'x' }, 'at least one node must be supplied'],
    ['an empty list of nodes', { ...minimal, nodes: [] }, 'at least one node must be supplied'],
    ['a node that is no string', { ...minimal, nodes: [null] }, 'at least one node must be supplied'],
    [
      'a wrong run_timeout',
      { ...minimal, run_timeout: '5' },
      'invalid type supplied for run_timeout (expected a number)',
    ],
    [
      'run_timeout null',
      { ...minimal, run_timeout: null },
      'invalid type supplied for run_timeout (expected a number)',
    ],
    ['a wrong quorum', { ...minimal, quorum: 'all' }, 'invalid type supplied for quorum (expected a number)'],
    [
      'a wrong capture_output',
      { ...minimal, capture_output: 1 },
      'invalid type supplied for capture_output (expected a boolean)',
    ],
    [
      'a file without a form',
      { ...minimal, file: 'hello' },
      "invalid file contents (expected 'base64:...' or 'raw:...')",
    ],
    [
      'a broken base64 file',
      { ...minimal, file: 'base64:a*b' },
      "invalid file contents (couldn't decode base64 string)",
    ],
    [
      'a large raw file',
      { ...minimal, file: `raw:${'x'.repeat(MAX_FILE_BYTES + 1)}` },
      'invalid file size (must be <= 100000 bytes)',
    ],
    ['an unknown key', { ...minimal, color: 'red' }, 'invalid key supplied'],
    ['a user that is no string', { ...minimal, user: null }, 'invalid type supplied for user (expected a string)'],
    [
      'an environment value that is no string',
      { ...minimal, env: { A: 1 } },
      'invalid environment value (expected strings)',
    ],
    ['no object at all', [], 'invalid job supplied'],
  ])('with %s is refused', (_, body, error) => {
    expect(parseJobRequest(body)).toEqual({ ok: false, error });
  });

  it('may carry a file of exactly the limit, in either form', () => {
    const bytes = Buffer.alloc(MAX_FILE_BYTES, 'x');
    expect(parseJobRequest({ ...minimal, file: `raw:${bytes.toString()}` }).ok).toBe(true);
    expect(parseJobRequest({ ...minimal, file: `base64:${bytes.toString('base64')}` }).ok).toBe(true);
  });
});
