import { NODES } from '@push-jobs/local';
import { openDatabase } from '@push-jobs/db';
import { expect, it } from 'vitest';
import { readFeed } from '../support/feed-reader.ts';
import { TestCluster } from '../support/local-cluster.ts';

/** As docs/operations.md says under "Rotating keys". */
it("nodes come back by themselves when the server's keys were replaced, and take jobs", async () => {
  await using system = await TestCluster.start();
  const { cluster } = system;
  const before = await incarnation(system);

  const broker = cluster.child('broker');
  await broker.stop();
  const database = openDatabase({ url: cluster.databaseUrl, poolSize: 1 });
  try {
    await database.$executeRaw`delete from server_secret`;
    await database.$executeRaw`delete from node_session`;
  } finally {
    await database.$disconnect();
  }
  await broker.start();
  await cluster.nodesAvailable();

  expect(await incarnation(system)).not.toBe(before);
  const id = await system.startJob({ command: 'echo hello', nodes: NODES, quorum: NODES.length });
  const events = await readFeed(system.client(), system.path(`job_status_feed/${id}`));
  expect(events.at(-1)).toMatchObject({ event: 'job_complete', data: { status: 'complete' } });
});

async function incarnation(system: TestCluster): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${system.cluster.options.gatewayPort}/pushy/_status`);
  const { incarnation_id: id } = (await response.json()) as { incarnation_id: string }; // wire contract section 3
  return id;
}
