import { eventually } from '@push-jobs/local';
import { curveKeys, FakeNode } from '@push-jobs/testing';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFeed } from '../support/feed-reader.ts';
import { TestCluster } from '../support/local-cluster.ts';
import { metric } from '../support/metrics.ts';
import { stockNode } from '../support/stock-node.ts';

let system: TestCluster;
/** A node whose messages the tests forge. It belongs here; what it sends does not. */
let victim: FakeNode;
beforeAll(async () => {
  system = await TestCluster.start();
  victim = (await stockNode(system, 'victim')).connect();
  await victim.heartbeat();
  await victim.next('abort');
  await victim.send('aborted');
});
afterAll(async () => {
  await victim[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

const brokerMetric = (name: string, labels: Record<string, string>) =>
  metric(`http://127.0.0.1:${system.cluster.child('broker').spec.operationsPort}`, `push_jobs_broker_${name}`, labels);

const brokerLog = (): string => readFileSync(system.cluster.child('broker').logFile, 'utf8');

/** The attack is counted and logged as what it is (one of the `reasons`), and a good node runs a job all the same. */
async function isRefused(counter: string, reasons: readonly string[], attack: () => Promise<unknown>): Promise<void> {
  const count = async (): Promise<number> => {
    const counts = await Promise.all(reasons.map((why) => brokerMetric(counter, { why })));
    return counts.reduce((sum, each) => sum + each, 0);
  };
  const before = await count();
  await attack();
  await eventually(`${counter} counts ${reasons.join(' or ')}`, async () => (await count()) > before);
  await eventually('the log says so', async () => reasons.some((why) => brokerLog().includes(`"why":"${why}"`)));
  const id = await system.startJob({ command: 'echo still here', nodes: ['demo-1'] });
  const events = await readFeed(system.client(), system.path(`job_status_feed/${id}`));
  expect(events.at(-2)).toMatchObject({ event: 'run_complete', data: { node: 'demo-1', status: 'success' } });
}

describe('on the wire, the broker refuses', () => {
  it('a peer without encryption', async () => {
    await using plain = new FakeNode({ ...victim.options, serverCurveKey: undefined });
    // The peer sees that they do not fit, too: where it hangs up first, the broker does not hear why.
    await isRefused('refused_handshakes_total', ['protocol', 'other'], async () => plain.connect());
  });

  it('a curve key that no configuration request registered', async () => {
    await using stranger = new FakeNode({ ...victim.options, curve: curveKeys() });
    await isRefused('refused_handshakes_total', ['auth'], async () => stranger.connect());
  });

  it('a message signed with another key', async () => {
    const forged = () => victim.sign('heartbeat', { job_state: 'idle' }, randomBytes(32));
    await isRefused('refused_messages_total', ['bad_signature'], () => victim.sendFrames(forged()));
  });

  it.each([65_537, 100_000, 1_000_000])('a frame of %d bytes', async (size) => {
    const [header] = victim.sign('heartbeat', { job_state: 'idle' });
    await isRefused('refused_messages_total', ['too_big'], () => victim.sendFrames([header, Buffer.alloc(size, 32)]));
  });

  it('a message whose time is more than the skew off', async () => {
    const timestamp = new Date(Date.now() - 301_000).toUTCString();
    await isRefused('refused_messages_total', ['stale'], () =>
      victim.send('heartbeat', { job_state: 'idle', timestamp }),
    );
  });

  it('a message that was sent before', async () => {
    await isRefused('refused_messages_total', ['replayed'], async () => {
      await victim.heartbeat(); // it may have been silent for so long that it was forgotten
      await victim.send('heartbeat', { job_state: 'idle', sequence: 1 });
    });
  });
});
