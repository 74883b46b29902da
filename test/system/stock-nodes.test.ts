import { eventually, ORGANIZATION } from '@push-jobs/local';
import { curveKeys, type FakeNode } from '@push-jobs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFeed } from '../support/feed-reader.ts';
import { TestCluster } from '../support/local-cluster.ts';
import { stockNode } from '../support/stock-node.ts';

let system: TestCluster;
let node: FakeNode;
/** What the node's heartbeats say of it. */
let state: 'idle' | 'committed' | 'running' = 'idle';
let job: string | null = null;
let beating: NodeJS.Timeout;
beforeAll(async () => {
  system = await TestCluster.start();
  node = (await stockNode(system, 'stock')).connect();
  beating = setInterval(() => void node.heartbeat(state, job).catch(() => undefined), 250);
  await node.next('abort');
  await node.send('aborted');
  await available();
});
afterAll(async () => {
  clearInterval(beating);
  await node[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

const available = () =>
  eventually('the node is available', async () => {
    const { body } = await system.client().json<{ availability: string }>('GET', system.path('node_states/stock'));
    return body.availability === 'available';
  });

async function says(type: 'ack_commit' | 'ack_run' | 'succeeded', next: typeof state): Promise<void> {
  const jobId = job;
  state = next;
  if (next === 'idle') job = null;
  await node.send(type, { job_id: jobId });
}

async function killAndStart(...services: string[]): Promise<void> {
  await Promise.all(services.map((service) => system.cluster.child(service).kill('SIGKILL')));
  await Promise.all(services.map((service) => system.cluster.child(service).start()));
}

describe('a stock node that does not configure itself again', () => {
  it.each([['broker'], ['orchestrator'], ['broker', 'orchestrator', 'gateway', 'feed', 'output']])(
    'keeps its job, its keys and its place when %s and what follows are killed (6.7, 7.28)',
    async (...services) => {
      const id = await system.startJob({ command: 'chef-client', nodes: ['stock'] });
      job = (await node.next('commit')).job_id;
      await says('ack_commit', 'committed');
      await node.next('run');
      await says('ack_run', 'running');
      await readFeed(system.client(), system.path(`job_status_feed/${id}`), {
        enough: (events) => events.some(({ event }) => event === 'run_start'),
      });

      await killAndStart(...services);
      if (services.includes('broker')) await node.next('ack');
      await says('succeeded', 'idle');

      const events = await readFeed(system.client(), system.path(`job_status_feed/${id}`));
      expect(events.map(({ event, data }) => [event, data['status']])).toEqual([
        ...[
          ['start', undefined],
          ['quorum_vote', 'success'],
          ['quorum_succeeded', undefined],
          ['run_start', undefined],
        ],
        ...[
          ['run_complete', 'success'],
          ['job_complete', 'complete'],
        ],
      ]);
      await available();
    },
  );
});

describe('a configuration request', () => {
  const ask = async (user: string) => {
    const ccpk = encodeURIComponent(curveKeys().publicKey);
    const path = `/organizations/${ORGANIZATION}/pushy/config/stock?ccpk=${ccpk}&version=2.0`;
    return (await system.client(user).request('GET', path)).status;
  };

  // Nobody has heard of mallory yet, so that the directory has to be asked; admin is remembered.
  it.each([
    ['broker', 'admin', 200],
    ['orchestrator', 'mallory', 403],
  ])(
    'is answered 5xx while the %s is away, and nothing that a client takes for final (4.12)',
    async (service, user, at) => {
      await system.cluster.child(service).stop();
      expect(await ask(user)).toBeGreaterThanOrEqual(500);
      await system.cluster.child(service).start();
      await eventually('it is answered as ever', async () => (await ask(user)) === at);
    },
  );
});
