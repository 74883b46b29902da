import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JobJson, JobStory } from './support-nodes/job-story.ts';
import { OwnAgent } from './support-nodes/own-agent.ts';
import { ADMINISTERED } from './support-nodes/presence.ts';
import { Tenant } from './support-http/tenant.ts';

let tenant: Tenant;
let agent: OwnAgent;
let plain: OwnAgent;
let lock: string;
beforeAll(async () => {
  tenant = await Tenant.create('section-9-allow-list', { ...ADMINISTERED, clients: ['agent', 'plain', 'locking'] });
  [agent, plain] = await Promise.all([
    OwnAgent.available(tenant, 'agent', {
      whitelist: {
        '/^say (\\w+)$/': 'echo "first pattern: \\1"',
        'say hello': 'echo "the exact name"',
        '/^say it/': 'echo "second pattern: it"',
        '/^greet (?<who>\\w+)$/': 'echo "\\0 means hello \\k<who>"',
        object: { command_line: 'echo "from an object"' },
        slow: 'sleep 600',
      },
    }),
    OwnAgent.available(tenant, 'plain'),
  ]);
  lock = path.join(agent.dir, 'a lock');
});
afterAll(() => Promise.all([agent[Symbol.asyncDispose](), plain[Symbol.asyncDispose]()]));

interface Outcome {
  readonly job: JobJson;
  readonly stdout: string;
}

/** What becomes of a job on one agent. */
async function outcome(on: OwnAgent, job: Record<string, unknown>): Promise<Outcome> {
  using story = await JobStory.begins(tenant, [on.name], { capture_output: true, ...job });
  await story.toEnd();
  const { body, status } = await story.output(on, 'stdout');
  return { job: await story.job(), stdout: status === 200 ? body.toString() : '' };
}

const NACKED = { status: 'quorum_failed', nodes: { nacked: ['agent'] } };

describe('9 the allow-list', () => {
  it.each([
    ['an exact name before any pattern', 'say hello', 'the exact name\n'],
    ['the first pattern that matches', 'say something', 'first pattern: something\n'],
    ['a later pattern where the first does not match', 'say it twice', 'second pattern: it twice\n'],
    ['groups by number and by name', 'greet world', 'greet world means hello world\n'],
    ['an object with a command line', 'object', 'from an object\n'],
  ])('9.2 takes %s', async (_what, command, expected) => {
    const { job, stdout } = await outcome(agent, { command });
    expect([job.nodes, stdout]).toEqual([{ succeeded: ['agent'] }, expected]);
  });

  it.each(['uptime', 'sayhello', ' say hello', 'say hello ', 'SAY HELLO', ''])(
    '9.3 refuses %j, which is not on it',
    async (command) => {
      expect((await outcome(agent, { command })).job).toMatchObject(NACKED);
    },
  );

  it('9.4 is chef-client alone where there is none', async () => {
    expect((await outcome(plain, { command: 'uptime' })).job.nodes).toEqual({ nacked: ['plain'] });
    const { nodes } = (await outcome(plain, { command: 'chef-client' })).job;
    expect([nodes['nacked'], Object.keys(nodes).length]).toEqual([undefined, 1]); // it need not be installed here
  });
});

describe('9 a commit', () => {
  it('9.5 is refused while another process holds the lock, and only then', async () => {
    writeFileSync(lock, '');
    const whitelist = { locked: { command_line: 'echo ran', lock }, free: { command_line: 'echo ran', lock: false } };
    await using locking = await OwnAgent.available(tenant, 'locking', { whitelist });
    const holder = spawn('flock', ['--exclusive', lock, 'sh', '-c', 'echo held; exec sleep 600'], { detached: true });
    const { pid = 0 } = holder; // it runs, as the next line shows
    await once(holder.stdout, 'data');
    expect((await outcome(locking, { command: 'locked' })).job.nodes).toEqual({ nacked: ['locking'] });
    expect((await outcome(locking, { command: 'free' })).job.nodes).toEqual({ succeeded: ['locking'] });
    process.kill(-pid, 'SIGKILL');
    await once(holder, 'exit');
    expect((await outcome(locking, { command: 'locked' })).job.nodes).toEqual({ succeeded: ['locking'] });
  });

  it('9.6 is refused while the node is not idle, and what it is at goes on', async () => {
    using slow = await JobStory.begins(tenant, ['agent'], { command: 'slow', run_timeout: 5 });
    await slow.feed.until(({ names }) => names.includes('run_start'));
    expect((await outcome(agent, { command: 'say hello' })).job).toMatchObject(NACKED);
    expect((await slow.toEnd()).at(-1)).toBe('job_complete {"status":"timed_out"}');
  });

  it.each([
    ['a user who does not exist', { user: 'no-such-user' }],
    ['a directory that does not exist', { dir: '/no/such/directory' }],
    ['a directory that is a file', { dir: '/etc/passwd' }],
    ['an empty directory', { dir: '' }],
  ])('9.7 is refused for %s', async (_what, fields) => {
    await expect.poll(async () => (await outcome(agent, { command: 'object', ...fields })).job).toMatchObject(NACKED);
  });
});
