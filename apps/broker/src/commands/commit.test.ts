import { expect, it } from 'vitest';
import { commitMessage } from './commit.ts';

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
