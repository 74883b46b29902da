import { describe, expect, it } from 'vitest';
import { readListQuery } from './job-lists.ts';

const ID = 'a'.repeat(32);

describe('what a list is asked for', () => {
  it('is everything, as far as one answer goes, where nothing is said', () => {
    expect(readListQuery({})).toEqual({ limit: 5_000, before: '', statuses: [], command: '', details: false });
  });

  it('is narrowed by each parameter, and others change nothing', () => {
    const query = { limit: '2', before: ID, status: 'running,voting', command: 'chef', details: 'true', page: '3' };
    const read = { limit: 2, before: ID, statuses: ['running', 'voting'], command: 'chef', details: true };
    expect(readListQuery(query)).toEqual(read);
  });

  it.each([
    ['limit', '0', "'limit' must be a whole number from 1 to 5000"],
    ['limit', '5001', "'limit' must be a whole number from 1 to 5000"],
    ['limit', '1.5', "'limit' must be a whole number from 1 to 5000"],
    ['limit', 'many', "'limit' must be a whole number from 1 to 5000"],
    ['before', 'x', "'before' must be the id of a job"],
    ['command', ['a', 'b'], "'command' must be given once"],
    ['command', 'a\0', "'command' must not contain NUL"],
  ])('is refused where %s is %j', (name, value, sentence) => {
    expect(() => readListQuery({ [name]: value })).toThrow(sentence);
  });

  it('is refused where a status does not exist, and told which do', () => {
    expect(() => readListQuery({ status: 'running,done' })).toThrow(/^'status' must be of new, voting, .* crashed/);
  });
});
