import { Child, eventually, writeNodeConfig } from '@push-jobs/local';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Answer } from './support-http/answer.ts';
import { administer } from './support-http/directory.ts';
import { Principal } from './support-http/principal.ts';
import { headerOf, type Recording, recordings, statusOf } from './support-http/recordings.ts';
import { type KeyPair, rsaKeys, spki, uriOf } from './support-http/tenant.ts';

const { origin, stateDir } = inject('installation');
const JOBS = '/organizations/acme/pushy/jobs';
const WHITELIST = {
  echo: 'echo hello',
  env: 'env',
  catfile: 'cat "$CHEF_PUSH_JOB_FILE"',
  errout: 'echo to-stdout; echo to-stderr >&2; exit 1',
  sleep5: 'sleep 0.1',
  '/^say (\\w+)$/': 'echo \\1',
};

type Json = Record<string, unknown>;

let admin: Principal;
let keys: KeyPair;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'push-jobs-recordings-'));
  keys = await rsaKeys();
  admin = new Principal('admin', createPrivateKey(readFileSync(path.join(stateDir, 'keys', 'admin.pem'))), origin);
  const groups = { admins: { users: ['admin'] } };
  const clients = [{ name: 'node1', public_key: spki(keys.publicKey) }];
  await administer(['apply'], JSON.stringify({ organizations: [{ name: 'acme', users: ['admin'], clients, groups }] }));
  writeFileSync(path.join(dir, 'node1.pem'), keys.privateKey.export({ type: 'pkcs1', format: 'pem' }));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The node that the recordings tell of; `node2` was never there. */
function node1(): Child {
  const config = writeNodeConfig(dir, {
    name: 'node1',
    keyFile: path.join(dir, 'node1.pem'),
    chefServerUrl: `${origin}/organizations/acme`,
    fileDir: path.join(dir, 'files'),
    whitelist: WHITELIST,
  });
  const entry = fileURLToPath(new URL('../../apps/agent/dist/main.js', import.meta.url));
  const logDir = path.join(stateDir, 'logs');
  return new Child({ name: 'node1', entry, args: ['--config', config], env: {}, logDir });
}

async function node1Is(state: string): Promise<void> {
  await eventually(`node1 is ${state}`, async () => {
    const { body } = await admin.get('/organizations/acme/pushy/node_states/node1');
    return body.includes(state);
  });
}

async function jobThatEnded(id: string): Promise<Json> {
  return eventually(`job ${id} has ended`, async () => {
    const job = (await admin.get(`${JOBS}/${id}`)).json as Json; // compared below
    return ['new', 'voting', 'running'].includes(String(job['status'])) ? undefined : job;
  }) as Promise<Json>; // it ends with a job, or throws
}

describe.each(['1.0', '1.1', '1.3'] as const)('3 stock programs that sign %s', (version) => {
  /** Fresh ids of the jobs, by the recorded ones, and what was asked for. */
  const jobs = new Map<string, { readonly id: string; readonly asked: Json }>();
  let agent: Child;
  beforeAll(async () => {
    agent = node1();
    await agent.start();
    await node1Is('"available"');
  });
  afterAll(async () => {
    await agent.stop();
    await node1Is('"offline"'); // or the next would be taken for this one
  });

  it.each(recordings(version))('3.56 get what the contract promises: $name', async (recording) => {
    const answer = await replay(recording, withFreshIds(recording.request.target, jobs));
    expect(answer.status).toBe(statusOf(recording));
    await CHECKS.find(({ of }) => of.test(`${recording.request.method} ${recording.request.target}`))?.check({
      answer,
      recording,
      jobs,
    });
  });

  async function replay({ user, request, sign_version }: Recording, target: string): Promise<Answer> {
    const principal = user === 'admin' ? admin : new Principal('node1', keys.privateKey, origin);
    const kept = request.headers.filter(([name]) => !/^(x-ops-|connection$|content-length$)/i.test(name));
    const serverApiVersion = headerOf(request.headers, 'x-ops-server-api-version');
    const body = request.body === '' ? undefined : request.body;
    const headers = Object.fromEntries(kept);
    return principal.send(request.method, target, { version: sign_version, serverApiVersion, headers, body });
  }
});

type Jobs = Map<string, { readonly id: string; readonly asked: Json }>;

const withFreshIds = (target: string, jobs: Jobs): string =>
  target.replace(/[0-9a-f]{32}/, (recorded) => jobs.get(recorded)?.id ?? recorded);

interface Check {
  readonly answer: Answer;
  readonly recording: Recording;
  readonly jobs: Jobs;
}

/** What the contract says about each kind of recorded call; the first that fits counts. */
const CHECKS: readonly { of: RegExp; check: (given: Check) => void | Promise<void> }[] = [
  {
    of: /\/config\//,
    check: ({ answer, recording }) => expect(shape(answer.json)).toEqual(shape(recorded(recording))),
  },
  { of: /\/node_states/, check: ({ answer, recording }) => expect(answer.json).toEqual(recorded(recording)) },
  { of: /^POST .*\/jobs$/, check: jobStarted },
  { of: /^GET .*\/jobs$/, check: jobsListed },
  { of: /\/jobs\/0{32}$|\/node9\//, check: ({ answer }) => expect(answer.json).toEqual({ error: SENTENCE }) },
  { of: /^GET .*\/jobs\/[0-9a-f]{32}$/, check: jobShown },
  { of: /\/output\//, check: outputRead },
  { of: /\/search\//, check: ({ answer }) => expect(answer.json).toMatchObject({ start: 0, rows: ANYTHING }) },
];

const SENTENCE: unknown = expect.any(String);
const ANYTHING: unknown = expect.any(Array);
const recorded = ({ response }: Recording): unknown => JSON.parse(response.body);

/** knife polls until the end, and so did whoever made the recordings, before the next call. */
async function jobStarted({ answer, recording, jobs }: Check): Promise<void> {
  const host = headerOf(recording.request.headers, 'host');
  const uri = expect.stringMatching(new RegExp(`^http://${host}${JOBS}/[0-9a-f]{32}$`)) as unknown;
  expect(answer.json).toEqual({ uri });
  expect(answer.headers.location).toBe(uriOf(answer));
  const id = uriOf(answer).slice(-32);
  const asked = JSON.parse(recording.request.body) as Json;
  jobs.set((recorded(recording) as { uri: string }).uri.slice(-32), { id, asked });
  await jobThatEnded(id);
}

function jobShown({ answer, recording, jobs }: Check): void {
  const { id: recordedId, ...then } = recorded(recording) as Json & { id: string };
  const { id, asked } = jobs.get(recordedId)!;
  const needsRoot = asked['user'] !== undefined && process.getuid?.() !== 0;
  const date = expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/) as unknown;
  expect(answer.json).toEqual({
    id,
    command: asked['command'],
    status: needsRoot ? SENTENCE : then['status'],
    run_timeout: then['run_timeout'],
    created_at: date,
    updated_at: date,
    nodes: needsRoot ? (expect.any(Object) as unknown) : then['nodes'],
    ...given(asked),
  });
}

/** What the other server left out of a job, and the contract has in it. */
function given({ user, dir: directory, env, capture_output, file }: Json): Json {
  return {
    ...(user === undefined ? {} : { user }),
    ...(directory === undefined ? {} : { dir: directory }),
    ...(env === undefined ? {} : { env }),
    ...(capture_output === true ? { capture_output } : {}),
    ...(file === undefined ? {} : { file_specified: true }),
  };
}

/** The other server listed them oldest first. */
function jobsListed({ answer, jobs }: Check): void {
  const list = answer.json as Json[];
  expect(list.slice(0, jobs.size).map((job) => job['id'])).toEqual([...jobs.values()].map(({ id }) => id).reverse());
  for (const job of list) expect(Object.keys(job)).not.toContain('nodes');
}

function outputRead({ answer, recording }: Check): void {
  expect(answer.headers['content-type']).toBe('application/octet-stream');
  expect(answer.body.toString()).toBe(recording.response.body);
}

/** Keys and types, without values. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
}
