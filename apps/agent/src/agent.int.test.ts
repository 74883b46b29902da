import type { NodeMessage } from '@push-jobs/protocol';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Agent } from './agent.ts';
import { readAllowList } from './allow-list.ts';
import { check } from './check.ts';
import type { AgentConfig } from './config.ts';
import { Refused } from './configuration-request.ts';
import { Events } from './events.ts';
import { isBeat, StockServer } from './testing/stock-server.ts';

const client = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

let server: StockServer;
let fileDir: string;
beforeEach(async () => {
  const started = await StockServer.start(client.publicKey);
  server = started;
  fileDir = mkdtempSync(path.join(tmpdir(), 'push-jobs-files-'));
  onTestFinished(async () => {
    await started[Symbol.asyncDispose]();
    rmSync(fileDir, { recursive: true, force: true });
  });
});

const configOf = (more: Partial<AgentConfig> = {}): AgentConfig => ({
  serverUrl: server.url,
  organization: 'acme',
  nodeName: 'web-1',
  clientKey: client.privateKey,
  allowList: readAllowList({
    hello: 'echo "hello $CHEF_PUSH_JOB_ID $CHEF_PUSH_NODE_NAME $WHO"; cat "$CHEF_PUSH_JOB_FILE"; echo oops >&2',
    fail: 'exit 7',
    forever: 'sleep 600',
    chatty: 'head -c 70000 /dev/zero',
  }),
  fileDir,
  allowUnencrypted: false,
  overwritableVariables: undefined,
  maxOutputBytes: 63_000,
  ...more,
});

/** Runs until the test is over. */
function startAgent(
  more: Partial<AgentConfig> = {},
  events = new Events('web-1', 'silent'),
): { stop(): Promise<void> } {
  const abort = new AbortController();
  const running = new Agent(configOf(more), events, process.env).run(abort.signal);
  const stop = (): Promise<void> => {
    abort.abort();
    return running;
  };
  onTestFinished(stop);
  return { stop };
}

describe('the agent', () => {
  it('is online at once, and does a whole job', async () => {
    startAgent();
    const first = await server.next(isBeat);
    expect(first).toMatchObject({ sequence: 1, job_state: 'idle', job_id: null, org: 'acme', protocol_version: '2.0' });
    const { route } = first;
    await server.send(route, { type: 'abort' });
    expect(await server.answer()).toMatchObject({ type: 'aborted', job_id: null });

    const asked = { env: { WHO: 'there' }, file: 'raw:from a file\n', capture: true };
    await server.send(route, { type: 'commit', job_id: 'j1', command: 'hello', ...asked });
    expect(await server.answer()).toMatchObject({ type: 'ack_commit', job_id: 'j1' });
    expect(await server.next(isBeat)).toMatchObject({ job_state: 'committed', job_id: 'j1' });
    await server.send(route, { type: 'run', job_id: 'j1' });
    expect(await server.answer()).toMatchObject({ type: 'ack_run', job_id: 'j1' });
    const result = { type: 'succeeded', job_id: 'j1', stdout: 'hello j1 web-1 there\nfrom a file\n', stderr: 'oops\n' };
    expect(await server.answer()).toMatchObject({ ...result, exit_code: 0 });
    expect(await server.next(isBeat)).toMatchObject({ job_state: 'idle', job_id: null });

    await server.send(route, { type: 'run', job_id: 'j1' });
    expect(await server.answer()).toMatchObject({ type: 'ack_run', job_id: 'j1' });
    expect(await server.answer()).toMatchObject(result);
  });

  it('refuses with a reason, and reports failures', async () => {
    startAgent();
    const route = await server.welcome();
    await server.send(route, { type: 'commit', job_id: 'j1', command: 'reboot' });
    expect(await server.answer()).toMatchObject({ type: 'nack_commit', reason: "'reboot' is not on the allow-list" });
    await server.send(route, { type: 'commit', job_id: 'j2', command: 'fail' });
    await server.send(route, { type: 'run', job_id: 'j2' });
    expect([await server.answer(), await server.answer(), await server.answer()]).toMatchObject([
      { type: 'ack_commit' },
      { type: 'ack_run' },
      { type: 'failed', job_id: 'j2', exit_code: 7 },
    ]);
  });

  it('sends the result without output that is too long', async () => {
    startAgent();
    const route = await server.welcome();
    await server.send(route, { type: 'commit', job_id: 'j1', command: 'chatty', capture: true });
    await server.send(route, { type: 'run', job_id: 'j1' });
    const result = await server.next(({ type }) => type === 'succeeded');
    expect(result).not.toHaveProperty('stdout');
  });

  it('kills what runs when it is told to abort, and answers every abort', async () => {
    startAgent();
    const route = await server.welcome();
    await server.send(route, { type: 'commit', job_id: 'j1', command: 'forever' });
    await server.send(route, { type: 'run', job_id: 'j1' });
    await server.next(({ type, job_id }) => type === 'heartbeat' && job_id === 'j1');
    await server.send(route, { type: 'abort' });
    await server.send(route, { type: 'abort' });
    const aborted = ({ type }: NodeMessage) => type === 'aborted';
    expect([await server.next(aborted), await server.next(aborted)]).toMatchObject([
      { job_id: 'j1' },
      { job_id: null },
    ]);
    expect(await server.next(isBeat)).toMatchObject({ job_state: 'idle' });
  });

  it('keeps its job, its incarnation and its counting while the command channel is away', async () => {
    startAgent();
    const before = await server.next(isBeat);
    await server.send(before.route, { type: 'commit', job_id: 'j1', command: 'forever' });
    await server.send(before.route, { type: 'run', job_id: 'j1' });
    await server.next(({ type }) => type === 'ack_run');
    await server.stopRouter();
    await server.startRouter();
    const after = await server.next((message) => isBeat(message) && !message.route.equals(before.route));
    expect(after).toMatchObject({ job_state: 'running', job_id: 'j1', incarnation_id: before.incarnation_id });
    expect(after.sequence).toBeGreaterThan(before.sequence);
    await server.send(after.route, { type: 'abort' });
    expect(await server.next(({ type }) => type === 'aborted')).toMatchObject({ job_id: 'j1' });
    expect(server.requests).toHaveLength(1);
  });

  it('holds a result while the command channel is away', async () => {
    const events = new Events('web-1', 'silent');
    const lost = new Promise<void>((resolve) => (events.disconnected = resolve));
    const go = path.join(fileDir, 'go');
    const patient = `while [ ! -e ${go} ]; do sleep 0.02; done; touch ${go}.done`;
    startAgent({ allowList: readAllowList({ patient }) }, events);
    const { route } = await server.next(isBeat);
    await server.send(route, { type: 'commit', job_id: 'j1', command: 'patient' });
    await server.send(route, { type: 'run', job_id: 'j1' });
    await server.next(({ type }) => type === 'ack_run');
    await server.stopRouter();
    await lost;
    writeFileSync(go, '');
    await vi.waitFor(() => expect(existsSync(`${go}.done`)).toBe(true));
    await server.startRouter();
    expect(await server.next(({ type }) => type === 'succeeded')).toMatchObject({ job_id: 'j1' });
  });

  it('lets a job end before it reconfigures', async () => {
    startAgent();
    const { route } = await server.next(isBeat);
    await server.send(route, { type: 'commit', job_id: 'j1', command: 'forever' });
    await server.next(({ type }) => type === 'ack_commit');
    server.incarnation = 'second';
    // The agent reacts within one interval, which is one of its beats.
    for (let beats = 0; beats < 5; beats += 1) await server.next(isBeat);
    expect(server.requests).toHaveLength(1);
    await server.send(route, { type: 'abort' });
    await server.next((message) => !message.route.equals(route));
    expect(server.requests).toHaveLength(2);
  });

  it('reconfigures with the same key and incarnation when the server is a new one, and counts anew', async () => {
    startAgent();
    const before = await server.next(isBeat);
    await server.send(before.route, { type: 'ack' });
    server.incarnation = 'second';
    const after = await server.next((message) => !message.route.equals(before.route));
    expect(after).toMatchObject({ sequence: 1, incarnation_id: before.incarnation_id });
    expect(server.requests).toHaveLength(2);
    expect(server.requests[1]).toBe(server.requests[0]);
  });

  it('asks for its configuration again when the server falls silent', async () => {
    startAgent();
    const before = await server.next(isBeat);
    await server.send(before.route, { type: 'ack' });
    server.silent = true;
    const after = await server.next((message) => !message.route.equals(before.route));
    expect(after.sequence).toBe(1);
  });

  it('asks again while the server is not well', async () => {
    server.failures.push(500, 502);
    startAgent();
    await server.next(isBeat);
    expect(server.requests).toHaveLength(3);
  });

  it.each([401, 403, 404])('gives up with the reason of the server on a %d', async (status) => {
    server.failures.push(status);
    const agent = new Agent(configOf(), new Events('web-1', 'silent'), process.env);
    const run = agent.run(new AbortController().signal);
    await expect(run).rejects.toThrow(new Refused(`the server answered ${status}: go away`));
  });

  it('has nothing to do with a server that does not encrypt', async () => {
    server.encrypted = false;
    const agent = new Agent(configOf(), new Events('web-1', 'silent'), process.env);
    await expect(agent.run(new AbortController().signal)).rejects.toThrow(/no encryption/);
  });

  it('works in the clear with a 1.x server where it may, and speaks as such a server does: 9', async () => {
    await server.becomeOld();
    startAgent({ allowUnencrypted: true });
    const first = await server.next(isBeat);
    expect(first).toMatchObject({ version: '1.0', sequence: 1, job_state: 'idle' });
    expect(first).not.toHaveProperty('protocol_version');
    const { route } = first;
    await server.send(route, { type: 'abort' });
    expect(await server.answer()).toMatchObject({ type: 'aborted', version: '1.0' });
    await server.send(route, { type: 'commit', job_id: 'j1', command: 'fail', server: 'old' });
    await server.send(route, { type: 'run', job_id: 'j1' });
    expect([await server.answer(), await server.answer(), await server.answer()]).toMatchObject([
      { type: 'ack_commit' },
      { type: 'ack_run' },
      { type: 'failed', job_id: 'j1' },
    ]);
  });

  it('encrypts with a server that does, also where it may do without', async () => {
    startAgent({ allowUnencrypted: true });
    expect(await server.next(isBeat)).toMatchObject({ version: '2.0', protocol_version: '2.0' });
  });

  it('gives up when the server stops encrypting, and does not go on in the clear', async () => {
    const agent = new Agent(configOf(), new Events('web-1', 'silent'), process.env);
    const run = agent.run(new AbortController().signal);
    const refused = expect(run).rejects.toThrow(/no encryption/);
    await server.welcome();
    await server.becomeOld();
    server.incarnation = 'second';
    await refused;
    expect(server.heard.filter(({ version }) => version === '1.0')).toEqual([]);
  });

  it('takes no notice of what it does not know, in a configuration, in commands and between them', async () => {
    server.strange = { colour: 'red', push_jobs_extra: { a: [1] } };
    startAgent();
    const route = await server.welcome();
    await server.sendStrange(route, { type: 'dance', job_id: 'j0' });
    await server.sendStrange(route, { type: 'commit', job_id: 'j1', command: 'fail', shoe_size: 43, server: null });
    await server.sendStrange(route, { type: 'commit', job_id: 'j2', command: 'fail', shoe_size: 43, extra: {} });
    expect(await server.answer()).toMatchObject({ type: 'ack_commit', job_id: 'j2' });
    await server.sendStrange(route, { type: 'run', job_id: 'j2', in: 'a hurry' });
    expect(await server.answer()).toMatchObject({ type: 'ack_run', job_id: 'j2' });
  });

  it('kills what runs when it is stopped', async () => {
    const pidFile = path.join(fileDir, 'pid');
    const agent = startAgent({ allowList: readAllowList({ forever: `echo $$ > ${pidFile}; exec sleep 600` }) });
    const route = await server.welcome();
    await server.send(route, { type: 'commit', job_id: 'j1', command: 'forever' });
    await server.send(route, { type: 'run', job_id: 'j1' });
    await vi.waitFor(() => expect(readFileSync(pidFile, 'utf8')).toMatch(/^\d+\n$/));
    const file = `/proc/${readFileSync(pidFile, 'utf8').trim()}/cmdline`;
    const commandLine = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    expect(commandLine()).toContain('sleep');
    await agent.stop();
    expect(commandLine()).toBe('');
  });
});

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

describe('a check', () => {
  it('says that all works, without being online', async () => {
    const findings = await all(check(configOf()));
    expect(findings.map(({ what, state }) => `${what} ${state}`)).toEqual([
      'configuration ok',
      'allow-list ok',
      'server ok',
      'command channel ok',
      'heartbeats ok',
    ]);
    expect(server.heard).toEqual([]);
  });

  it('says why the server does not want this node', async () => {
    const findings = await all(check(configOf({ clientKey: stranger.privateKey })));
    expect(findings.at(-1)).toEqual({ what: 'server', state: 'FAILED', text: 'the server answered 401: go away' });
  });
});
