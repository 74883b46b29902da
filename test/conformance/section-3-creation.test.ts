import { beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from './support-http/principal.ts';
import { Tenant, uriOf } from './support-http/tenant.ts';

const JOB = { command: 'uptime', nodes: ['never-seen'] };
const SENTENCE: unknown = expect.any(String);
const WRONG_TYPES = [null, 'text', true, [], {}];

let tenant: Tenant;
let ada: Principal;
beforeAll(async () => {
  tenant = await Tenant.create('s3-creation', { users: ['ada'], groups: { admins: { users: ['ada'] } } });
  ada = tenant.as('ada');
});

async function refused(job: unknown, error: unknown): Promise<void> {
  const { status, json } = await ada.post(tenant.path('jobs'), job);
  expect([job, status]).toEqual([job, 400]);
  expect(json).toEqual({ error });
}

async function accepted(job: unknown): Promise<string> {
  const answer = await ada.post(tenant.path('jobs'), job);
  expect([job, answer.status]).toEqual([job, 201]);
  return uriOf(answer).slice(-32);
}

describe('3 the body of POST /pushy/jobs', () => {
  it.each([undefined, null, 1, true, ['uptime'], {}])('3.38 has a command, a string: not %j', async (command) => {
    await refused({ ...JOB, command }, 'invalid command supplied');
  });

  it('3.38 may have an empty command', async () => {
    expect(await tenant.job(ada, await accepted({ ...JOB, command: '' }))).toMatchObject({ command: '' });
  });

  it.each([undefined, null, 'node', {}, [], [1], ['node', null], [['node']]])(
    '3.39 has nodes, at least one: not %j',
    async (nodes) => {
      await refused({ ...JOB, nodes }, 'at least one node must be supplied');
    },
  );

  it('3.40 may name a node twice, which is once', async () => {
    const id = await accepted({ ...JOB, nodes: ['one', 'two', 'one', 'one'] });
    const { nodes } = await tenant.finished(ada, id);
    expect(nodes['unavailable']?.toSorted()).toEqual(['one', 'two']);
  });

  it.each(WRONG_TYPES)('3.41 has a number of seconds as run_timeout, not %j', async (run_timeout) => {
    await refused({ ...JOB, run_timeout }, 'invalid type supplied for run_timeout (expected a number)');
  });

  it.each([
    [undefined, 3600],
    [0, 0],
    [77, 77],
    [1.5, 1.5],
  ])('3.41 run_timeout %j is %d seconds', async (run_timeout, seconds) => {
    expect(await tenant.job(ada, await accepted({ ...JOB, run_timeout }))).toMatchObject({ run_timeout: seconds });
  });

  it.each(WRONG_TYPES)('3.42 has a number of nodes as quorum, not %j', async (quorum) => {
    await refused({ ...JOB, quorum }, 'invalid type supplied for quorum (expected a number)');
  });

  it('3.42 may ask for a quorum of more nodes than there are, and the vote fails', async () => {
    const id = await accepted({ ...JOB, quorum: 2 });
    expect(await tenant.finished(ada, id)).toMatchObject({ status: 'quorum_failed' });
  });

  it('3.42 asks for all nodes where no quorum is given, and a quorum of none is reached', async () => {
    expect(await tenant.finished(ada, await accepted(JOB))).toMatchObject({ status: 'quorum_failed' });
    expect(await tenant.finished(ada, await accepted({ ...JOB, quorum: 0 }))).toMatchObject({ status: 'complete' });
  });

  it.each(['user', 'dir'])('3.43 has a string as %s', async (key) => {
    for (const value of [null, 1, true, [], {}]) await refused({ ...JOB, [key]: value }, SENTENCE);
    expect(await tenant.job(ada, await accepted({ ...JOB, [key]: 'some' }))).toMatchObject({ [key]: 'some' });
  });

  it.each([null, 1, 'A=b', true, ['A'], { A: 1 }, { A: null }, { A: { B: 'c' } }])(
    '3.44 has an object of strings as env, not %j',
    async (env) => {
      await refused({ ...JOB, env }, SENTENCE);
    },
  );

  it.each(['"A":"1","A":"2"', '"A":"1","B":"2","A":"1"', '"A":"1","\\u0041":"2"'])(
    '3.44 has no key of env twice: %s',
    async (pairs) => {
      const body = `{"command":"uptime","nodes":["never-seen"],"env":{${pairs}}}`;
      await refused(body, 'invalid environment value (duplicate key)');
    },
  );

  it('3.44 may repeat keys in other places than env', async () => {
    const env = { command: 'a', nodes: 'b', env: '{"A":"1","A":"2"}' };
    expect(await tenant.job(ada, await accepted({ ...JOB, env }))).toMatchObject({ env });
  });

  it.each(['text', '', 'Raw:text', 'base64', 'file:text'])('3.45 has a file with a prefix, not %j', async (file) => {
    await refused({ ...JOB, file }, "invalid file contents (expected 'base64:...' or 'raw:...')");
  });

  it.each(['base64:***', 'base64:YQ=a', 'base64:ü', 'base64:A'])(
    '3.46 has base64 where it says so, not %j',
    async (file) => {
      await refused({ ...JOB, file }, "invalid file contents (couldn't decode base64 string)");
    },
  );

  it.each([
    ['raw', `raw:${'a'.repeat(100_001)}`],
    ['raw, in UTF-8', `raw:${'ü'.repeat(50_001)}`],
    ['base64', `base64:${Buffer.alloc(100_001).toString('base64')}`],
  ])('3.47 has a file of no more than 100,000 bytes: %s', async (_, file) => {
    await refused({ ...JOB, file }, 'invalid file size (must be <= 100000 bytes)');
  });

  it.each([
    ['raw', `raw:${'a'.repeat(100_000)}`],
    ['raw, in UTF-8', `raw:${'ü'.repeat(50_000)}`],
    ['base64', `base64:${Buffer.alloc(100_000).toString('base64')}`],
    ['empty', 'raw:'],
    ['empty, in base64', 'base64:'],
  ])('3.47 may have a file of up to 100,000 bytes: %s', async (_, file) => {
    await accepted({ ...JOB, file });
  });

  it.each([null, 'true', 1, [], {}])('3.48 has a boolean as capture_output, not %j', async (capture_output) => {
    await refused({ ...JOB, capture_output }, 'invalid type supplied for capture_output (expected a boolean)');
  });

  it.each(['unknown', 'Command', 'id', 'status', '__proto__', 'toString'])('3.49 has no other key: %s', async (key) => {
    await refused(`{"command":"uptime","nodes":["never-seen"],"${key}":"x"}`, 'invalid key supplied');
  });

  it.each(['command', 'nodes', 'run_timeout', 'quorum', 'user', 'dir', 'env', 'file', 'capture_output'])(
    '3.50 takes no null for %s',
    async (key) => {
      await refused({ ...JOB, [key]: null }, SENTENCE);
    },
  );

  it.each(['', '{', '[]', 'null', '"text"', '1', '{"command":"a","nodes":["b"]} x'])(
    '3.50 is an object: not %j',
    async (body) => {
      await refused(body, SENTENCE);
    },
  );
});

describe('3 a valid job is never refused', () => {
  const KNIFE = { command: 'chef-client', nodes: ['never-seen'], quorum: 1, capture_output: false, env: {} };

  it('3.51 with what knife always sends', async () => {
    await accepted(KNIFE);
  });

  it('3.51 with all that knife may send', async () => {
    const asked = { run_timeout: 77, file: 'raw:hello\n', dir: '/tmp', user: 'root', env: { FOO: 'bar baz' } };
    await accepted({ ...KNIFE, ...asked, capture_output: true });
  });

  it('3.52 with what knife sends in its v1 mode', async () => {
    await accepted({ command: 'chef-client', nodes: ['never-seen'], quorum: 1, run_timeout: 3600 });
  });

  it.each([
    ['nothing but a command and a node', {}],
    ['names in other scripts', { command: 'écho ☃', nodes: ['nœud-1', '节点'], env: { '': '', Ä: 'ö' } }],
    ['a name with a slash and a space', { nodes: ['a/b', 'c d'] }],
    ['empty strings', { command: '', user: '', dir: '' }],
    ['line breaks', { command: 'a\nb\u2028c', env: { A: 'x\ny' } }],
    ['names that objects have of themselves', { nodes: ['__proto__', 'constructor'], env: { constructor: 'x' } }],
    ['ten thousand nodes', { nodes: Array.from({ length: 10_000 }, (_, i) => `n${i}`) }],
    ['a long command', { command: 'x'.repeat(200_000) }],
    ['a run_timeout of weeks', { run_timeout: 5_000_000 }],
  ])('3.53 with %s', async (_, job) => {
    await accepted({ ...JOB, ...job });
  });

  it.each(['application/json', 'text/plain', 'application/x-www-form-urlencoded', ''])(
    '3.53 whatever type its body is said to have: %j',
    async (type) => {
      const answer = await ada.post(tenant.path('jobs'), JOB, { headers: { 'Content-Type': type } });
      expect(answer.status).toBe(201);
    },
  );
});
