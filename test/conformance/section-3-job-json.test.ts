import { eventually } from '@push-jobs/local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from './support-http/principal.ts';
import { ScriptedNode } from './support-http/scripted-node.ts';
import { type JobJson, Tenant } from './support-http/tenant.ts';

const [A, B] = ['s3-json-a', 's3-json-b'] as const;
const RFC_1123 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
const DATE: unknown = expect.stringMatching(RFC_1123);

let tenant: Tenant;
let ada: Principal;
let a: ScriptedNode;
let b: ScriptedNode;
beforeAll(async () => {
  tenant = await Tenant.create('s3-json', { users: ['ada'], clients: [A, B], groups: { admins: { users: ['ada'] } } });
  ada = tenant.as('ada');
  [a, b] = await Promise.all([ScriptedNode.available(tenant, A), ScriptedNode.available(tenant, B)]);
});
afterAll(() => Promise.all([a[Symbol.asyncDispose](), b[Symbol.asyncDispose]()]));

const start = (nodes: readonly string[], more: Record<string, unknown> = {}) =>
  tenant.startJob(ada, { command: 'any', nodes, ...more });
const holding = (id: string, status: string, nodes: Readonly<Record<string, readonly string[]>>) =>
  tenant.jobThat(ada, id, `is ${status} with ${JSON.stringify(nodes)}`, (job) => {
    return job.status === status && JSON.stringify(sorted(job.nodes)) === JSON.stringify(sorted(nodes));
  });
const sorted = (nodes: JobJson['nodes']) =>
  Object.entries(nodes)
    .map(([status, names]) => [status, names.toSorted()])
    .sort();

describe('3 a job as JSON', () => {
  it('3.31 has an id, a command, a status, times and nodes', async () => {
    const id = await tenant.failedJob(ada);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(await tenant.job(ada, id)).toEqual({
      id,
      command: 'uptime',
      status: 'quorum_failed',
      run_timeout: 3600,
      created_at: DATE,
      updated_at: DATE,
      nodes: { unavailable: ['never-seen'] },
    });
  });

  it('3.32 has user, dir, env, capture_output and file_specified where they were given', async () => {
    const given = { user: 'root', dir: '/tmp', env: { A: 'b', 'ü x': '' }, capture_output: true };
    const id = await tenant.failedJob(ada, { ...given, file: 'raw:x', quorum: 1 });
    expect(await tenant.job(ada, id)).toEqual({
      id,
      command: 'uptime',
      status: 'quorum_failed',
      run_timeout: 3600,
      created_at: DATE,
      updated_at: DATE,
      nodes: { unavailable: ['never-seen'] },
      ...given,
      file_specified: true,
    });
  });

  it.each([
    ['user', 'root'],
    ['dir', '/tmp'],
    ['env', { A: 'b' }],
    ['capture_output', true],
  ])('3.32 has %s alone where nothing else was given', async (key, value) => {
    const id = await tenant.failedJob(ada, { [key]: value });
    const { [key]: shown, ...rest } = (await tenant.job(ada, id)) as JobJson & Record<string, unknown>; // looks at all keys
    expect(shown).toEqual(value);
    expect(Object.keys(rest).sort()).toEqual([
      'command',
      'created_at',
      'id',
      'nodes',
      'run_timeout',
      'status',
      'updated_at',
    ]);
  });

  it('3.32 has no capture_output where it is false', async () => {
    const id = await tenant.failedJob(ada, { capture_output: false });
    expect(await tenant.job(ada, id)).not.toHaveProperty('capture_output');
  });

  it('3.33 shows under nodes only the statuses that have some', async () => {
    const id = await start([A, B]);
    await Promise.all([a.commits(), b.isAsked()]);
    await holding(id, 'voting', { ready: [A], new: [B] });
    await b.commits();
    await holding(id, 'running', { ready: [A, B] });
    await Promise.all([a.runs(), b.runs()]);
    await holding(id, 'running', { running: [A, B] });
    await Promise.all([a.ends('succeeded'), b.ends('succeeded')]);
    await holding(id, 'complete', { succeeded: [A, B] });
  });

  it('3.34 shows no other key, in a list or by itself, unless asked to', async () => {
    const id = await tenant.failedJob(ada, { capture_output: true, quorum: 1, run_timeout: 5 });
    const keys = ['capture_output', 'command', 'created_at', 'id', 'run_timeout', 'status', 'updated_at'];
    const list = (await ada.get(tenant.path('jobs'))).json as { id: string }[]; // looked for by id
    expect(Object.keys(list.find((job) => job.id === id) ?? {}).sort()).toEqual(keys);
    expect(Object.keys(await tenant.job(ada, id)).sort()).toEqual([...keys, 'nodes'].sort());
  });

  it("3.35 has an updated_at that changes with its status, not with a node's", async () => {
    const id = await start([A, B]);
    await Promise.all([a.commits(), b.commits()]);
    await Promise.all([a.runs(), b.runs()]);
    const running = await holding(id, 'running', { running: [A, B] });
    // It counts whole seconds: the node changes in another one.
    await eventually('the second is over', async () => Date.now() > Date.parse(running.updated_at) + 2_000);
    await a.ends('succeeded');
    const half = await holding(id, 'running', { succeeded: [A], running: [B] });
    await b.ends('failed');
    const whole = await holding(id, 'complete', { succeeded: [A], failed: [B] });
    expect(half.updated_at).toBe(running.updated_at);
    expect(Date.parse(whole.updated_at)).toBeGreaterThan(Date.parse(running.updated_at));
  });
});

describe('3 the statuses of a job and of its nodes', () => {
  it('3.36 are voting with new and ready, then quorum_failed with was_ready, nacked and unavailable', async () => {
    const id = await start([A, B, 'never-seen'], { quorum: 3 });
    await Promise.all([a.commits(), b.isAsked()]);
    await holding(id, 'voting', { ready: [A], new: [B], unavailable: ['never-seen'] });
    await b.refuses();
    await holding(id, 'quorum_failed', { was_ready: [A], nacked: [B], unavailable: ['never-seen'] });
    await a.recovers();
  });

  it('3.36 are running with ready and running, then complete with succeeded and failed', async () => {
    const id = await start([A, B]);
    await Promise.all([a.commits(), b.commits()]);
    await a.runs();
    await holding(id, 'running', { running: [A], ready: [B] });
    await b.runs();
    await Promise.all([a.ends('succeeded'), b.ends('failed')]);
    await holding(id, 'complete', { succeeded: [A], failed: [B] });
  });

  it('3.36 are timed_out, the same for both', async () => {
    const id = await start([A], { run_timeout: 1 });
    await a.commits();
    await a.runs();
    await holding(id, 'timed_out', { timed_out: [A] });
    await a.recovers();
  });

  it('3.36 are aborted, the same for both', async () => {
    const id = await start([A]);
    await a.commits();
    await a.runs();
    await holding(id, 'running', { running: [A] });
    expect((await ada.post(tenant.path(`jobs/${id}/cancel`), {})).status).toBe(202);
    await holding(id, 'aborted', { aborted: [A] });
    await a.recovers();
  });

  it('3.37 are crashed for a node alone', async () => {
    const id = await start([A]);
    await a.commits();
    await a.runs();
    await holding(id, 'running', { running: [A] });
    await a.crashes();
    await holding(id, 'complete', { crashed: [A] });
    await a.recovers();
  });

  it('3.37 are unavailable for a node that does not answer', async () => {
    const id = await start([A]);
    await a.isAsked();
    await holding(id, 'quorum_failed', { unavailable: [A] });
    await a.recovers();
  });
});
