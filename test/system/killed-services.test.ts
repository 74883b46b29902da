import { eventually, NODES } from '@push-jobs/local';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FeedEvent, readFeed } from '../support/feed-reader.ts';
import { TestCluster } from '../support/local-cluster.ts';
import { metric } from '../support/metrics.ts';

const journals = mkdtempSync(path.join(tmpdir(), 'push-jobs-journals-'));
/** Notes that it ran, and goes on until the test has killed something. */
const NOTED_WAIT = [
  `echo "$CHEF_PUSH_JOB_ID" >> ${journals}/$CHEF_PUSH_NODE_NAME`,
  `until [ -e ${journals}/end-$CHEF_PUSH_JOB_ID ]; do sleep 0.1; done`,
].join('; ');
/** Nodes may be starved of the processor for a second or two while a process starts. */
const HEARTBEAT_SECONDS = 2;

let system: TestCluster;
beforeAll(async () => {
  system = await TestCluster.start({
    whitelist: { noted_wait: NOTED_WAIT },
    heartbeatIntervalSeconds: HEARTBEAT_SECONDS,
  });
});
afterAll(() => system[Symbol.asyncDispose]());

describe.each(['orchestrator', 'broker'])('a %s killed in the middle of a job', (service) => {
  it('costs nothing: the job completes, the feed has no hole, no node runs the command twice', async () => {
    const id = await system.startJob({ command: 'noted_wait', nodes: NODES, quorum: 3 });
    const feed = system.path(`job_status_feed/${id}`);
    const before = await readFeed(system.client(), feed, { enough: (events) => started(events) === NODES.length });

    await system.cluster.child(service).kill('SIGKILL');
    await system.cluster.child(service).start();
    writeFileSync(path.join(journals, `end-${id}`), '');

    const after = await readFeed(system.client(), feed, { lastEventId: before.at(-1)?.id ?? '' });
    const whole = [...before, ...after];
    expect(whole.map((event) => event.id)).toEqual(whole.map((_, i) => `job-${i + 1}`));
    expect(after.map(({ event }) => event)).toEqual(['run_complete', 'run_complete', 'run_complete', 'job_complete']);
    expect(after.every(({ event, data }) => event === 'job_complete' || data['status'] === 'success')).toBe(true);
    expect(await system.job(id)).toMatchObject({ status: 'complete', nodes: { succeeded: [...NODES] } });
    for (const node of NODES) expect(runs(node, id)).toBe(1);
  });
});

describe('a broker killed with results that nobody else has', () => {
  it('costs nothing either: the nodes repeat them to the next one, and every output is there', async () => {
    const { cluster } = system;
    const job = { command: 'noted_wait', nodes: NODES, quorum: 3, capture_output: true };
    const id = await system.startJob(job);
    await readFeed(system.client(), system.path(`job_status_feed/${id}`), {
      enough: (events) => started(events) === NODES.length,
    });
    const [broker, orchestrator] = [cluster.child('broker'), cluster.child('orchestrator')];
    const origin = `http://127.0.0.1:${broker.spec.operationsPort}`;
    const acknowledged = () => metric(origin, 'push_jobs_broker_acknowledged_results_total');

    const before = await acknowledged();
    process.kill(orchestrator.pid ?? 0, 'SIGSTOP');
    try {
      writeFileSync(path.join(journals, `end-${id}`), '');
      await eventually('the broker has all results', async () => {
        return (await metric(origin, 'push_jobs_broker_report_queue')) >= NODES.length;
      });
      expect(await acknowledged()).toBe(before);
      await broker.kill('SIGKILL');
      await broker.start();
    } finally {
      process.kill(orchestrator.pid ?? 0, 'SIGCONT');
    }

    const events = await readFeed(system.client(), system.path(`job_status_feed/${id}`));
    expect(events.flatMap(({ event, data }) => (event === 'run_complete' ? [data['status']] : []))).toEqual(
      NODES.map(() => 'success'),
    );
    expect(await system.job(id)).toMatchObject({ status: 'complete', nodes: { succeeded: [...NODES] } });
    await eventually('every node knows that', async () => (await acknowledged()) >= NODES.length);
    for (const node of NODES) {
      expect(runs(node, id)).toBe(1);
      const { status } = await system.client().request('GET', system.path(`jobs/${id}/output/${node}/stdout`));
      expect(status).toBe(200);
    }
  });
});

const started = (events: FeedEvent[]): number => events.filter(({ event }) => event === 'run_start').length;

const runs = (node: string, jobId: string): number =>
  readFileSync(path.join(journals, node), 'utf8')
    .split('\n')
    .filter((line) => line === jobId).length;
