import { readSignedHeaders, verifyRequest } from '@push-jobs/protocol';
import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const ID = '26e98ba162fa7ba6fb2793125553c7ae';
const JOB = {
  id: ID,
  command: 'chef-client',
  status: 'complete',
  run_timeout: 3600,
  created_at: 'Sun, 22 Nov 2026 07:12:30 GMT',
  updated_at: 'Sun, 22 Nov 2026 07:13:02 GMT',
  nodes: { succeeded: ['web-1'], failed: ['web-2'] },
};
const moe = generateKeyPairSync('rsa', { modulusLength: 2048 });
const home = mkdtempSync(path.join(tmpdir(), 'push-jobs-cli-'));

beforeAll(() => {
  execFileSync(path.join(ROOT, 'node_modules/.bin/tsc'), ['-b', 'apps/cli'], { cwd: ROOT, stdio: 'inherit' });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Asked {
  readonly method: string;
  readonly target: string;
  readonly body: string;
  readonly lastEventId: string | undefined;
}
type Answer = (response: ServerResponse, asked: Asked) => void;

const json =
  (status: number, value: unknown): Answer =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  };
const sse = (number: number, event: string, data: object): string =>
  `event: ${event}\nid: job-${number}\ndata: ${JSON.stringify({ timestamp: `2026-11-22 07:12:3${number}.000000Z`, ...data })}\n\n`;
const EVENTS = [
  sse(1, 'start', { command: 'chef-client', run_timeout: 3600, quorum: 2, node_count: 2, user: 'moe' }),
  sse(2, 'quorum_vote', { node: 'web-1', status: 'success' }),
  sse(3, 'quorum_vote', { node: 'web-2', status: 'success' }),
  sse(4, 'quorum_succeeded', {}),
  sse(5, 'run_start', { node: 'web-1' }),
  sse(6, 'run_start', { node: 'web-2' }),
  sse(7, 'run_complete', { node: 'web-1', status: 'success' }),
  sse(8, 'run_complete', { node: 'web-2', status: 'failure' }),
  sse(9, 'job_complete', { status: 'complete' }),
];
const stream = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });

let server: Server;
let asked: Asked[];
/** By `METHOD path`, without the organization and the query. */
let answers: Record<string, Answer>;

beforeEach(async () => {
  asked = [];
  const uri = `http://x/organizations/acme/pushy/jobs/${ID}`;
  answers = {
    'POST /pushy/jobs': json(201, { uri }),
    [`GET /pushy/jobs/${ID}`]: json(200, JOB),
    [`GET /pushy/job_status_feed/${ID}`]: (response) => stream(response).end(EVENTS.join('')),
  };
  const started = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  server = started;
  await once(started, 'listening');
  writeCredentials(`http://127.0.0.1:${(started.address() as AddressInfo).port}`); // it listens on TCP
  onTestFinished(async () => {
    started.close().closeAllConnections();
    await once(started, 'close');
  });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request);
  const { method = '', url = '' } = request;
  const headers = readSignedHeaders(request.headers, Date.now());
  if (!headers.ok || verifyRequest({ method, path: url, body }, headers.value, [moe.publicKey]) === undefined) {
    return json(401, { error: ["Invalid signature for user or client 'moe'"] })(response, NOTHING);
  }
  const last = request.headers['last-event-id'];
  const seen = { method, target: url, body: body.toString(), lastEventId: typeof last === 'string' ? last : undefined };
  asked.push(seen);
  const name = `${method} ${url.replace('/organizations/acme', '').replace(/\?.*/, '')}`;
  (answers[name] ?? json(404, { error: [`nothing at ${name}`] }))(response, seen);
}
const NOTHING: Asked = { method: '', target: '', body: '', lastEventId: undefined };

function writeCredentials(origin: string, key = moe.privateKey.export({ type: 'pkcs1', format: 'pem' })): void {
  mkdirSync(path.join(home, '.chef'), { recursive: true });
  writeFileSync(path.join(home, '.chef/moe.pem'), key);
  const profile = `client_name = "moe"\nclient_key = "moe.pem"\nchef_server_url = "${origin}/organizations/acme"\n`;
  writeFileSync(path.join(home, '.chef/credentials'), `[default]\n${profile}`);
}

function start(...args: string[]) {
  const env = { PATH: process.env['PATH'], HOME: home };
  const child = spawn(process.execPath, [path.join(ROOT, 'apps/cli/dist/main.js'), ...args], { env });
  const done = Promise.all([once(child, 'exit'), buffer(child.stdout), text(child.stderr)]);
  return {
    child,
    done: done.then(([[code], bytes, err]: [unknown[], Buffer, string]) => ({
      code,
      bytes,
      out: bytes.toString(),
      err,
    })),
  };
}
const pushJobs = (...args: string[]) => start(...args).done;

const LINES = `07:12:31  'chef-client' on 2 nodes, quorum 2, at most 3600 s
07:12:32  web-1  ready
07:12:33  web-2  ready
07:12:34  quorum reached
07:12:35  web-1  running
07:12:36  web-2  running
07:12:37  web-1  succeeded
07:12:38  web-2  failed
07:12:39  job complete
`;
const RESULT = `
Job ${ID}: complete

NODE   STATUS
web-2  failed
web-1  succeeded
`;

describe('push-jobs job start', () => {
  it('starts a job, tells what happens line by line, and ends as the job does', async () => {
    const { code, out, err } = await pushJobs(
      'job',
      'start',
      '-q',
      '50%',
      '--capture',
      'chef-client',
      'web-1',
      'web-2',
    );
    expect({ code, out, err }).toEqual({ code: 1, out: `Started.  Job ID: ${ID}\n${LINES}${RESULT}`, err: '' });
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      command: 'chef-client',
      nodes: ['web-1', 'web-2'],
      quorum: 1,
      capture_output: true,
      env: {},
    });
  });

  it('shows each event once though the feed breaks within one and once plays from the start', async () => {
    const half = Math.floor((EVENTS[3]?.length ?? 0) / 2);
    const breaks: Answer[] = [
      (response) =>
        stream(response).write(EVENTS.slice(0, 3).join('') + EVENTS[3]?.slice(0, half), () => response.destroy()),
      json(502, { error: ['feed is restarting'] }),
      (response) => stream(response).end(EVENTS.slice(0, 6).join('')),
      (response) => stream(response).end(EVENTS.slice(6).join('')),
    ];
    answers[`GET /pushy/job_status_feed/${ID}`] = (...args) => breaks.shift()?.(...args);
    const { code, out } = await pushJobs('job', 'start', 'chef-client', 'web-1', 'web-2');
    expect({ code, out }).toEqual({ code: 1, out: `Started.  Job ID: ${ID}\n${LINES}${RESULT}` });
    const places = asked.filter(({ target }) => target.includes('feed')).map(({ lastEventId }) => lastEventId);
    expect(places).toEqual([undefined, 'job-3', 'job-3', 'job-6']);
  });

  it('shows the summary of a job whose feed has nothing else any more', async () => {
    const summary = sse(1, 'summary', { ...JOB, nodes: { succeeded: ['web-1'] } });
    answers[`GET /pushy/job_status_feed/${ID}`] = (response) => stream(response).end(summary);
    const { code, out } = await pushJobs('job', 'start', 'chef-client', 'web-1');
    const table = 'NODE   STATUS\nweb-1  succeeded\n';
    expect({ code, out }).toEqual({ code: 0, out: `Started.  Job ID: ${ID}\n\nJob ${ID}: complete\n\n${table}` });
  });

  it('does not follow with --nowait', async () => {
    const { code, out } = await pushJobs('job', 'start', '-b', 'chef-client', 'web-1');
    expect({ code, out }).toEqual({ code: 0, out: `Started.  Job ID: ${ID}\n` });
    expect(asked).toHaveLength(1);
  });

  it('answers a program with the job and nothing else', async () => {
    const { code, out } = await pushJobs('--json', 'job', 'start', 'chef-client', 'web-1');
    expect([code, JSON.parse(out)]).toEqual([1, JOB]);
  });

  it('leaves the job alone on Ctrl-C, and says so', async () => {
    answers[`GET /pushy/job_status_feed/${ID}`] = (response) => stream(response).write(EVENTS[0]);
    const { child, done } = start('job', 'start', 'chef-client', 'web-1');
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.includes('at most 3600 s')) child.kill('SIGINT');
    });
    const { code, err } = await done;
    expect(code).toBe(130);
    expect(err).toContain('the job goes on without being watched');
  });
});

describe('push-jobs', () => {
  it('signs by 1.1 where it is told to', async () => {
    answers['GET /pushy/jobs'] = json(200, [{ ...JOB, nodes: undefined }]);
    const { code, out } = await pushJobs('--sign-version', '1.1', 'job', 'list');
    expect(code).toBe(0);
    expect(out).toContain(`${ID}  complete`);
  });

  it('shows a job, and ends as it did', async () => {
    const { code, out } = await pushJobs('job', 'status', ID);
    expect(code).toBe(1);
    expect(out).toMatch(/^Job +26e98.*\n[^]*\nNODE +STATUS\nweb-2 +failed\nweb-1 +succeeded\n$/);
  });

  it('passes output on byte by byte', async () => {
    const bytes = Buffer.from([0, 255, 10, 13]);
    answers[`GET /pushy/jobs/${ID}/output/web-1/stderr`] = (response) => response.writeHead(200).end(bytes);
    expect((await pushJobs('job', 'output', ID, 'web-1', '--channel', 'stderr')).bytes).toEqual(bytes);
  });

  it('cancels some nodes of a job', async () => {
    answers[`POST /pushy/jobs/${ID}/cancel`] = (response) => response.writeHead(202).end();
    const { code, out } = await pushJobs('job', 'cancel', ID, 'web-1');
    expect({ code, out, body: asked[0]?.body }).toEqual({
      code: 0,
      out: `Cancelling 1 node of job ${ID}.\n`,
      body: '{"nodes":["web-1"]}',
    });
  });

  it('asks for each named node', async () => {
    const state = { node_name: 'web 1', status: 'online', availability: 'available' };
    answers['GET /pushy/node_states/web%201'] = json(200, state);
    const { out } = await pushJobs('node', 'status', 'web 1');
    expect(out).toBe('NODE   STATUS  AVAILABILITY\nweb 1  online  available\n');
  });
});

describe('what goes wrong', () => {
  it('is told in the words of the server', async () => {
    answers['POST /pushy/jobs'] = json(403, {
      error: ["User or client 'moe' does not have access to that action on this server."],
    });
    const { code, err } = await pushJobs('job', 'start', 'chef-client', 'web-1');
    expect({ code, err }).toEqual({
      code: 1,
      err: `Error: User or client 'moe' does not have access to that action on this server.
       ask for membership in pushy_job_writers (to start and cancel) or pushy_job_readers\n`,
    });
  });

  it('names the key that the server does not know', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    writeCredentials(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      other.export({ type: 'pkcs1', format: 'pem' }),
    );
    const { err } = await pushJobs('job', 'list');
    const file = path.join(home, '.chef/credentials');
    expect(err).toBe(`Error: Invalid signature for user or client 'moe'
       check client_name and client_key: [default] in ${file}\n`);
  });

  it('names the address where nobody answers', async () => {
    writeCredentials('http://127.0.0.1:9');
    const { code, err } = await pushJobs('job', 'list');
    expect(code).toBe(1);
    expect(err).toMatch(
      /^Error: cannot reach http:\/\/127\.0\.0\.1:9\/organizations\/acme: .*\n +check chef_server_url/,
    );
  });

  it('has a stack only for those who ask', async () => {
    writeCredentials('http://127.0.0.1:9');
    expect((await pushJobs('--debug', 'job', 'list')).err).toMatch(/\n +at /);
    expect((await pushJobs('job', 'list')).err).not.toMatch(/\n +at /);
  });

  it('is a missing credentials file', async () => {
    const { code, err } = await pushJobs('--config', '/no/such', 'job', 'list');
    expect(code).toBe(1);
    expect(err).toContain('Error: cannot read /no/such');
  });

  it('is a misspelled command', async () => {
    const { code, err } = await pushJobs('job', 'strat');
    expect(code).toBe(1);
    expect(err).toContain("unknown command 'strat'");
  });
});
