import { describe, expect, it } from 'vitest';
import { type Exit, resultOf } from './result.ts';

const wrote = (stdout: string | Buffer, stderr: string | Buffer = ''): Exit => {
  const captured = (data: string | Buffer) => ({ bytes: Buffer.from(data), total: Buffer.from(data).length });
  return { code: 0, signal: null, output: { stdout: captured(stdout), stderr: captured(stderr) } };
};

describe('the result of a job', () => {
  it('is succeeded for exit code 0', () => {
    expect(resultOf('j', { code: 0, signal: null }, 100)).toEqual({ type: 'succeeded', job_id: 'j', exit_code: 0 });
  });
  it('is failed, with the code, for any other', () => {
    expect(resultOf('j', { code: 7, signal: null }, 100)).toEqual({
      type: 'failed',
      job_id: 'j',
      exit_code: 7,
      reason: 'exit code 7',
    });
  });
  it('names the signal that ended it', () => {
    expect(resultOf('j', { code: null, signal: 'SIGKILL' }, 100)).toEqual({
      type: 'failed',
      job_id: 'j',
      reason: 'ended by SIGKILL',
    });
  });
  it('says why it could not be started', () => {
    expect(resultOf('j', { code: null, signal: null, failure: 'spawn ENOENT' }, 100)).toMatchObject({
      type: 'failed',
      reason: 'could not be started: spawn ENOENT',
    });
  });
  it('carries both channels, empty ones too', () => {
    expect(resultOf('j', wrote('out ü', ''), 100)).toMatchObject({ stdout: 'out ü', stderr: '' });
  });
  it('leaves out output that is too long, and says how long it was', () => {
    const result = resultOf('j', wrote('x'.repeat(60), 'y'.repeat(60)), 100);
    expect(result).toEqual({
      type: 'succeeded',
      job_id: 'j',
      exit_code: 0,
      reason: 'output of 120 bytes is more than can be sent',
    });
  });
  it('leaves out output that only becomes too long by being written as JSON', () => {
    expect(resultOf('j', wrote('\u0001'.repeat(50)), 100).stdout).toBeUndefined();
  });
  it('sends output that is not UTF-8 with replacements, and says so', () => {
    expect(resultOf('j', wrote(Buffer.from([0x61, 0xff])), 100)).toMatchObject({
      type: 'succeeded',
      stdout: 'a\ufffd',
      reason: 'output was not valid UTF-8',
    });
  });
});
