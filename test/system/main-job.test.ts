import { eventually, NODES } from '@push-jobs/local';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFeed } from '../support/feed-reader.ts';
import { TestCluster } from '../support/local-cluster.ts';

let system: TestCluster;
beforeAll(async () => {
  system = await TestCluster.start();
});
afterAll(() => system[Symbol.asyncDispose]());

describe.each(['1.1', '1.3'] as const)('a captured job of a client that signs %s', (version) => {
  it('runs on all nodes, tells its story in the feed, and keeps the output', async () => {
    const client = system.client('admin', version);
    const job = { command: 'echo hello', nodes: NODES, quorum: 3, capture_output: true, env: {} };
    const id = await system.startJob(job, client);

    const events = await readFeed(client, system.path(`job_status_feed/${id}`));
    expect(events.map(({ event }) => event)).toEqual([
      ...['start', 'quorum_vote', 'quorum_vote', 'quorum_vote', 'quorum_succeeded'],
      ...inAnyOrder(events.slice(5, -1).map(({ event }) => event)),
      'job_complete',
    ]);
    expect(events.map(({ id: eventId }) => eventId)).toEqual(events.map((_, i) => `job-${i + 1}`));
    expect(events[0]?.data).toMatchObject({ command: 'echo hello', node_count: 3, quorum: 3, user: 'admin' });

    expect(await system.job(id)).toMatchObject({ status: 'complete', nodes: { succeeded: [...NODES] } });
    for (const node of NODES) {
      const output = await client.request('GET', system.path(`jobs/${id}/output/${node}/stdout`));
      expect(output.headers.get('content-type')).toBe('application/octet-stream');
      expect(await output.text()).toBe('hello\n');
    }
  });
});

/** Nodes run side by side, but each starts before it completes: three of each, the first a start. */
function inAnyOrder(events: string[]): string[] {
  expect(events[0]).toBe('run_start');
  expect(events.toSorted()).toEqual([
    'run_complete',
    'run_complete',
    'run_complete',
    'run_start',
    'run_start',
    'run_start',
  ]);
  return events;
}

describe('how a job ends', () => {
  it('quorum_failed, where fewer nodes are willing than were asked for', async () => {
    const id = await system.startJob({ command: 'not on any list', nodes: NODES });
    const events = await readFeed(system.client(), system.path(`job_status_feed/${id}`));
    expect(events.at(-1)).toMatchObject({ event: 'job_complete', data: { status: 'quorum_failed' } });
    expect(await system.job(id)).toMatchObject({ status: 'quorum_failed', nodes: { nacked: [...NODES] } });
  });

  it('quorum_failed, where a node does not exist', async () => {
    const id = await system.startJob({ command: 'uptime', nodes: ['demo-1', 'nobody-home'] });
    await readFeed(system.client(), system.path(`job_status_feed/${id}`));
    expect(await system.job(id)).toMatchObject({
      status: 'quorum_failed',
      nodes: { was_ready: ['demo-1'], unavailable: ['nobody-home'] },
    });
  });

  it('complete, with a node whose command failed under failed', async () => {
    const id = await system.startJob({ command: 'fail', nodes: ['demo-1'] });
    await readFeed(system.client(), system.path(`job_status_feed/${id}`));
    expect(await system.job(id)).toMatchObject({ status: 'complete', nodes: { failed: ['demo-1'] } });
  });

  it('timed_out, and the process is gone from the machine', async () => {
    const id = await system.startJob({ command: 'sleep 86399', nodes: ['demo-2'], run_timeout: 1 });
    const events = await readFeed(system.client(), system.path(`job_status_feed/${id}`));
    expect(events.at(-1)).toMatchObject({ event: 'job_complete', data: { status: 'timed_out' } });
    expect(await system.job(id)).toMatchObject({ status: 'timed_out', nodes: { timed_out: ['demo-2'] } });
    await eventually('the command is gone', async () => processesNaming('sleep 86399').length === 0);
  });
});

describe('who may ask', () => {
  it('refuses an outsider, and shows a known user no more than that', async () => {
    const { status, body } = await system.client('mallory').json('GET', system.path('jobs'));
    expect(status).toBe(403);
    expect(body).toEqual({ error: ["'mallory' is not associated with organization 'demo'"] });
  });
});

/** Command lines of running processes that contain the text, this test's own aside. */
function processesNaming(text: string): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(commandLine).filter((line) => line.includes(text) && !line.includes('vitest'));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(path.join('/proc', pid, 'cmdline'), 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // it has just ended
  }
}
