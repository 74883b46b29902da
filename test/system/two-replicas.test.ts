import { NODES } from '@push-jobs/local';
import { describe, expect, it } from 'vitest';
import { readFeed } from '../support/feed-reader.ts';
import { TestCluster } from '../support/local-cluster.ts';

describe('two replicas of every service behind balancers', () => {
  it('run jobs as one does', async () => {
    await using system = await TestCluster.start({ replicas: 2 });
    for (let round = 0; round < 5; round++) {
      const id = await system.startJob({ command: 'echo hello', nodes: NODES, quorum: 3, capture_output: true });
      const events = await readFeed(system.client(), system.path(`job_status_feed/${id}`));
      expect(events.map((event) => event.id)).toEqual(events.map((_, i) => `job-${i + 1}`));
      expect(events.at(-1)).toMatchObject({ event: 'job_complete', data: { status: 'complete' } });
      expect(await system.job(id)).toMatchObject({ nodes: { succeeded: [...NODES] } });
    }
  });
});
