import { describe, expect, it } from 'vitest';
import { CliError } from '../cli-error.ts';
import type { FeedEvent } from '../feed.ts';
import type { Job } from '../job.ts';
import { Progress } from '../progress.ts';
import { errorScreen } from './error.ts';
import { eventLine } from './event.ts';
import { jobList, jobScreen, nodeScreen, resultScreen } from './job.ts';
import { clock, liveLine } from './live.ts';
import { nodeList } from './nodes.ts';

const ID = '26e98ba162fa7ba6fb2793125553c7ae';
const job = (more: Partial<Job> = {}): Job => ({
  id: ID,
  command: 'chef-client',
  status: 'complete',
  run_timeout: 3600,
  created_at: 'Sun, 22 Nov 2026 07:12:30 GMT',
  updated_at: 'Sun, 22 Nov 2026 07:13:02 GMT',
  ...more,
});
const event = (name: string, data: Record<string, unknown> = {}): FeedEvent => ({
  name,
  id: name,
  data: { timestamp: '2026-11-22 07:12:33.000001Z', ...data },
});

describe('a job that ended', () => {
  it('shows a row for each node, trouble first, with reasons', () => {
    const nodes = { succeeded: ['web-1', 'web-2'], failed: ['web-10'], nacked: ['db-1'] };
    const details = { 'web-10': { exit_code: 7 }, 'db-1': { reason: "'chef-client' is not on the allow-list" } };
    expect(resultScreen(job({ nodes, details }))).toBe(
      `Job ${ID}: complete

NODE    STATUS     REASON
web-10  failed     exit code 7
db-1    nacked     'chef-client' is not on the allow-list
web-1   succeeded
web-2   succeeded
`,
    );
  });

  it('of ten thousand nodes shows those in trouble and counts the others', () => {
    const succeeded = Array.from({ length: 9_998 }, (_, index) => `web-${index + 1}`);
    expect(nodeScreen(job({ nodes: { succeeded, crashed: ['db-1'], failed: ['db-2'] } }))).toBe(
      `NODE  STATUS
db-2  failed
db-1  crashed

failed     1      db-2
crashed    1      db-1
succeeded  9,998  web-1, web-2, web-3, web-4, web-5, web-6, web-7, web-8 and 9,990 others
`,
    );
  });

  it('of which very many are in trouble says how to see them all', () => {
    const failed = Array.from({ length: 25 }, (_, index) => `web-${index + 1}`);
    const screen = nodeScreen(job({ nodes: { failed } }));
    expect(screen.split('\n').slice(20, 23)).toEqual([
      'web-20  failed',
      `… and 5 others; push-jobs --json job status ${ID} names them all`,
      '',
    ]);
  });

  it('says in words that its quorum was not reached', () => {
    expect(resultScreen(job({ status: 'quorum_failed', nodes: { unavailable: ['a'] } }))).toBe(
      `Job ${ID}: quorum not reached\n\nNODE  STATUS\na     unavailable\n`,
    );
  });
});

describe('a job', () => {
  it('shows what was asked for and nothing that was not', () => {
    const asked = { user: 'daemon', env: { A: '1', B: '2' }, capture_output: true, file_specified: true };
    expect(jobScreen(job({ ...asked, status: 'running', nodes: { running: ['web-1'] } }))).toBe(
      `Job          ${ID}
Command      chef-client
Status       running
User         daemon
Environment  A B
File         yes
Output       captured
Timeout      3600 s
Created      Sun, 22 Nov 2026 07:12:30 GMT
Updated      Sun, 22 Nov 2026 07:13:02 GMT

NODE   STATUS
web-1  running
`,
    );
  });
});

describe('a list of jobs', () => {
  it('fits the terminal', () => {
    const long = job({ command: 'a command that is longer than the terminal is wide' });
    expect(jobList([job(), long], 96)).toBe(
      `JOB                               STATUS    CREATED                        COMMAND
${ID}  complete  Sun, 22 Nov 2026 07:12:30 GMT  chef-client
${ID}  complete  Sun, 22 Nov 2026 07:12:30 GMT  a command that is lo…
`,
    );
  });
  it('may be empty', () => expect(jobList([], 80)).toBe('No jobs.\n'));
  it('lets no command steer the terminal', () => {
    expect(jobList([job({ command: 'x\u001b[2J\ny' })], 200)).toContain('x\ufffd[2J\ufffdy\n');
  });
});

describe('nodes', () => {
  it('are listed with their availability', () => {
    const states = [
      { node_name: 'web-1', status: 'online', availability: 'available' },
      { node_name: 'db', status: 'offline', availability: 'unavailable' },
    ];
    expect(nodeList(states)).toBe(
      `NODE   STATUS   AVAILABILITY
web-1  online   available
db     offline  unavailable
`,
    );
  });
  it('have no status where the server gives none', () => {
    expect(nodeList([{ node_name: 'web-1', availability: 'available' }])).toBe(
      'NODE   AVAILABILITY\nweb-1  available\n',
    );
  });
  it('may be none', () => expect(nodeList([])).toBe('No nodes are online.\n'));
});

describe('an event', () => {
  it.each([
    ['start', { command: 'ls', node_count: 1, quorum: 1, run_timeout: 60 }, "'ls' on 1 node, quorum 1, at most 60 s"],
    ['quorum_vote', { node: 'a', status: 'success' }, 'a  ready'],
    ['quorum_vote', { node: 'a', status: 'failure' }, 'a  nacked (refused)'],
    ['quorum_vote', { node: 'a', status: 'failure', reason: 'busy' }, 'a  nacked (refused: busy)'],
    ['quorum_vote', { node: 'a', status: 'down' }, 'a  unavailable (not online)'],
    ['quorum_vote', { node: 'a', status: 'voting_timeout' }, 'a  unavailable (did not answer in time)'],
    ['quorum_succeeded', {}, 'quorum reached'],
    ['run_start', { node: 'a' }, 'a  running'],
    ['run_complete', { node: 'a', status: 'success' }, 'a  succeeded'],
    ['run_complete', { node: 'a', status: 'failure' }, 'a  failed'],
    ['run_complete', { node: 'a', status: 'crashed' }, 'a  crashed (was lost)'],
    ['rehab', { node: 'a' }, 'a  is being brought back to idle'],
    ['job_complete', { status: 'complete' }, 'job complete'],
    ['job_complete', { status: 'timed_out' }, 'job out of time'],
  ])('%s %j is one line', (name, data, words) => {
    expect(eventLine(event(name, data))).toBe(`07:12:33  ${words}`);
  });
  it.each(['summary', 'start_of_history', 'something_new'])('%s is none', (name) => {
    expect(eventLine(event(name))).toBeUndefined();
  });
});

describe('the line that changes', () => {
  const after = (...events: FeedEvent[]) => {
    const progress = new Progress();
    for (const one of [event('start', { node_count: 4 }), ...events]) progress.take(one);
    return liveLine(progress.summary, 62_000);
  };
  const vote = (node: string, status: string) => event('quorum_vote', { node, status });
  const votes = [vote('a', 'success'), vote('b', 'success'), vote('c', 'failure')];

  it('counts answers while there is a vote', () => {
    expect(after(...votes)).toBe('Voting   ██████████████████░░░░░░  3/4  01:02  ready 2  nacked 1');
  });
  it('counts what needs no waiting for while the job runs', () => {
    const running = [vote('d', 'down'), event('quorum_succeeded'), event('run_start', { node: 'a' })];
    const done = event('run_complete', { node: 'a', status: 'success' });
    expect(after(...votes, ...running, done)).toBe(
      'Running  ██████████████████░░░░░░  3/4  01:02  ready 1  succeeded 1  nacked 1  unavailable 1',
    );
  });
  it('says how it ended', () => {
    expect(after(event('job_complete', { status: 'quorum_failed' }))).toMatch(/^Quorum not reached {2}░/);
  });
  it.each([
    [0, '00:00'],
    [59_999, '00:59'],
    [3_725_000, '1:02:05'],
  ])('shows %d ms as %s', (ms, text) => expect(clock(ms)).toBe(text));
});

describe('an error', () => {
  it('is a sentence and a hint', () => {
    expect(errorScreen(new CliError('no', 'do this'), false)).toBe('Error: no\n       do this\n');
  });
  it('is a sentence alone where nobody knows better', () =>
    expect(errorScreen(new CliError('no'), false)).toBe('Error: no\n'));
  it('shows no stack of a bug unless asked', () => {
    expect(errorScreen(new Error('oh'), false)).toBe(
      'Error: oh\n       (this should not happen; --debug tells more)\n',
    );
    expect(errorScreen(new Error('oh', { cause: new Error('deep') }), true)).toMatch(
      /^Error: oh\n +at [^]*caused by Error: deep\n +at /,
    );
  });
});
