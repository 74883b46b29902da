import { describe, expect, it } from 'vitest';
import type { Link } from '../nodes/held-node.ts';
import { commitMessage, offerOf } from './commit.ts';

const bare = { command: 'chef-client', env: null };

it('puts into a commit only what the caller gave', () => {
  expect(commitMessage('j', bare, 'push.example.com')).toEqual({
    type: 'commit',
    job_id: 'j',
    server: 'push.example.com',
    command: 'chef-client',
  });
  const full = { ...bare, user: 'root', dir: '/', env: { variables: {} }, file: 'raw:', capture: false };
  expect(commitMessage('j', full, 's')).toMatchObject({
    user: 'root',
    dir: '/',
    env: {},
    file: 'raw:',
    capture: false,
  });
});

describe('an offer', () => {
  const key = Buffer.alloc(32, 1);
  const stamp = { sequence: 7, timestamp: 'Sun, 22 Nov 2026 05:00:00 GMT' };
  const terms = { server: 's', maxBodyBytes: 65_536 };
  const node = (more: Partial<Link> = {}): Link =>
    // What an offer looks at.
    ({ version: '2.0', ended: false, ...more }) as Link;
  const body = (commit: Parameters<typeof offerOf>[1], link: Link, maxBodyBytes = terms.maxBodyBytes): unknown => {
    const offer = offerOf('j', commit, { ...terms, maxBodyBytes })(link);
    return offer.ok ? JSON.parse(offer.command(stamp, key, link.version)[1].toString()) : offer.reason;
  };

  it('has everything for a 2.x node, and for a 1.x node what that understands', () => {
    const commit = { ...bare, env: { variables: {} }, capture: false };
    const forAll = { ...stamp, type: 'commit', job_id: 'j', server: 's', command: 'chef-client' };
    expect(body(commit, node())).toEqual({ ...forAll, env: {}, capture: false });
    expect(body(commit, node({ version: '1.0' }))).toEqual(forAll);
  });

  it.each([
    ['user', { user: 'app' }],
    ['dir', { dir: '/' }],
    ['env', { env: { variables: { A: 'b' } } }],
    ['file', { file: 'raw:' }],
    ['capture_output', { capture: true }],
  ])('is none to a 1.x node where the job asks for %s', (name, asked) => {
    expect(body({ ...bare, ...asked }, node({ version: '1.0' }))).toBe(`a 1.x client does not know ${name}`);
    expect(body({ ...bare, ...asked }, node())).toBeTypeOf('object');
  });

  it('is none where the body would be too long', () => {
    const commit = { ...bare, file: `raw:${'ä'.repeat(500)}` };
    expect(body(commit, node(), 1_200)).toBeTypeOf('object');
    expect(body(commit, node(), 1_100)).toBe('the job does not fit into 1100 bytes');
  });

  it('is none where the session of the node has ended', () => {
    expect(body(bare, node({ ended: true }))).toBe('the configuration of the node has expired');
  });
});
