import { NODES } from '@push-jobs/local';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FeedEvent, readFeed } from '../support/feed-reader.ts';
import { TestCluster } from '../support/local-cluster.ts';

const journals = mkdtempSync(path.join(tmpdir(), 'push-jobs-journals-'));
/** Notes that it ran, then sleeps for the five seconds in which something dies. */
const NOTED_SLEEP = `echo "$CHEF_PUSH_JOB_ID" >> ${journals}/$CHEF_PUSH_NODE_NAME; sleep 5`;

let system: TestCluster;
beforeAll(async () => {
  system = await TestCluster.start({ whitelist: { noted_sleep: NOTED_SLEEP } });
});
afterAll(() => system[Symbol.asyncDispose]());

describe.each(['orchestrator', 'broker'])('a %s killed in the middle of a job', (service) => {
  it('costs nothing: the job completes, the feed has no hole, no node runs the command twice', async () => {
    const id = await system.startJob({ command: 'noted_sleep', nodes: NODES, quorum: 3 });
    const feed = system.path(`job_status_feed/${id}`);
    const before = await readFeed(system.client(), feed, { enough: (events) => started(events) === NODES.length });

    await system.cluster.child(service).kill('SIGKILL');
    await system.cluster.child(service).start();

    const after = await readFeed(system.client(), feed, { lastEventId: before.at(-1)?.id ?? '' });
    const whole = [...before, ...after];
    expect(whole.map((event) => event.id)).toEqual(whole.map((_, i) => `job-${i + 1}`));
    expect(after.map(({ event }) => event)).toEqual(['run_complete', 'run_complete', 'run_complete', 'job_complete']);
    expect(after.every(({ event, data }) => event === 'job_complete' || data['status'] === 'success')).toBe(true);
    expect(await system.job(id)).toMatchObject({ status: 'complete', nodes: { succeeded: [...NODES] } });
    for (const node of NODES) expect(runs(node, id)).toBe(1);
  });
});

const started = (events: FeedEvent[]): number => events.filter(({ event }) => event === 'run_start').length;

const runs = (node: string, jobId: string): number =>
  readFileSync(path.join(journals, node), 'utf8')
    .split('\n')
    .filter((line) => line === jobId).length;
