import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Agent } from './agent.ts';
import { readAllowList } from './allow-list.ts';
import { Events } from './events.ts';
import { type Heard, isBeat, StockServer } from './testing/stock-server.ts';

const client = generateKeyPairSync('rsa', { modulusLength: 2048 });
/** The longest pause before the second repetition is ten of them. */
const LONG_ENOUGH = 12;

let server: StockServer;
beforeEach(async () => {
  const started = await StockServer.start(client.publicKey);
  server = started;
  onTestFinished(() => started[Symbol.asyncDispose]());
});

function startAgent(): void {
  const fileDir = mkdtempSync(path.join(tmpdir(), 'push-jobs-files-'));
  const config = {
    serverUrl: server.url,
    organization: 'acme',
    nodeName: 'web-1',
    clientKey: client.privateKey,
    allowList: readAllowList({ hello: 'echo hello', forever: 'sleep 600' }),
    fileDir,
    allowUnencrypted: false,
    overwritableVariables: undefined,
    maxOutputBytes: 63_000,
  };
  const abort = new AbortController();
  const running = new Agent(config, new Events('web-1', 'silent'), process.env).run(abort.signal);
  onTestFinished(async () => {
    abort.abort();
    await running;
    rmSync(fileDir, { recursive: true, force: true });
  });
}

const isResult = ({ type }: Heard): boolean => type === 'succeeded';
const nextResult = (): Promise<Heard> => server.next(isResult);

/** A job that was run, and whose result was sent once. */
async function firstResult(route: Buffer, job_id = 'j1'): Promise<Heard> {
  await server.send(route, { type: 'commit', job_id, command: 'hello', capture: true });
  await server.send(route, { type: 'run', job_id });
  return server.next((message) => isResult(message) && message.job_id === job_id);
}

/** Acknowledges it as often as it comes, until it comes no more. */
async function acknowledged({ route, job_id }: Heard): Promise<void> {
  const again = ({ type, job_id: job }: Heard): boolean => type === 'succeeded' && job === job_id;
  for (let routes = [route]; routes.length > 0;) {
    for (const to of routes) await server.send(to, { type: 'result_ack', job_id: job_id ?? '' });
    routes = (await server.during(LONG_ENOUGH)).filter(again).map((message) => message.route);
  }
}

describe('with a server that acknowledges results', () => {
  beforeEach(() => (server.strange = { features: ['result_ack'] }));

  it('a result is repeated with all it said, while the node is idle, until it is acknowledged', async () => {
    startAgent();
    const route = await server.welcome();
    const first = await firstResult(route);
    expect(first).toMatchObject({ ack: true, exit_code: 0, stdout: 'hello\n', stderr: '' });
    expect(await server.next(isBeat)).toMatchObject({ job_state: 'idle', job_id: null });

    for (const last of [first, await nextResult()]) {
      const again = await nextResult();
      expect(again).toEqual({ ...first, sequence: again.sequence, timestamp: again.timestamp });
      expect(again.sequence).toBeGreaterThan(last.sequence);
    }
    await acknowledged(await nextResult());
  });

  it('a broker that drops dead with the result costs nothing: it is the first thing that the next one hears', async () => {
    startAgent();
    const before = await firstResult(await server.welcome());
    await server.stopRouter();
    await server.startRouter();
    const after = await server.next((message) => !message.route.equals(before.route) && !isBeat(message));
    expect(after).toMatchObject({ type: 'succeeded', job_id: 'j1', incarnation_id: before.incarnation_id });
    await acknowledged(after);
    expect(server.requests).toHaveLength(1);
  });

  it('it is repeated under the next configuration, and does not put that off', async () => {
    startAgent();
    const before = await firstResult(await server.welcome());
    server.incarnation = 'second';
    const after = await server.next((message) => isResult(message) && !message.route.equals(before.route));
    expect(after).toMatchObject({ sequence: 1, job_id: 'j1', ack: true });
    await acknowledged(after);
  });

  it('a server that acknowledges no more gets it once more, and that is the end of it', async () => {
    startAgent();
    await firstResult(await server.welcome());
    server.strange = {};
    server.incarnation = 'second';
    await server.next((message) => isResult(message) && !('ack' in message));
    expect(await server.during(LONG_ENOUGH)).toEqual([]);
  });

  it('only a signed acknowledgement of that very job ends it', async () => {
    startAgent();
    const route = await server.welcome();
    await firstResult(route);
    await server.sendForged(route, { type: 'result_ack', job_id: 'j1' });
    await server.send(route, { type: 'result_ack', job_id: 'j2' });
    await server.send(route, { type: 'ack' });
    await nextResult();
    await nextResult();
  });

  it('an abort ends it, and is answered as by any idle node', async () => {
    startAgent();
    const route = await server.welcome();
    await firstResult(route);
    await server.send(route, { type: 'abort' });
    expect(await server.next(({ type }) => type === 'aborted')).toMatchObject({ job_id: null });
    expect(await server.during(LONG_ENOUGH)).toEqual([]);
  });

  it('the next job is taken meanwhile, and each result is acknowledged by itself', async () => {
    startAgent();
    const route = await server.welcome();
    await firstResult(route, 'j1');
    await firstResult(route, 'j2');
    await acknowledged(await server.next(({ job_id }) => job_id === 'j2'));
    expect(await nextResult()).toMatchObject({ job_id: 'j1' });
  });
});

describe('with a server that does not acknowledge results', () => {
  it('a result is sent once, and asks for nothing', async () => {
    startAgent();
    expect(await firstResult(await server.welcome())).not.toHaveProperty('ack');
    expect(await server.during(LONG_ENOUGH)).toEqual([]);
    expect(server.requests[0]).toContain('features=result_ack');
  });
});
