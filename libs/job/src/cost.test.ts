import { describe, expect, it } from 'vitest';
import { NODE_NEWS, type NodeNews } from './inputs.ts';
import { advance, type Job, restoreJob } from './job.ts';
import { type NodeStatus } from './statuses.ts';
import { step } from './step.ts';

/** A map that notices when somebody walks through it. */
class WatchedMap<K, V> extends Map<K, V> {
  walks = 0;
  override [Symbol.iterator]() {
    return this.entries();
  }
  override entries() {
    this.walks += 1;
    return super.entries();
  }
  override keys() {
    this.walks += 1;
    return super.keys();
  }
  override values() {
    this.walks += 1;
    return super.values();
  }
  override forEach(visit: (value: V, key: K, map: Map<K, V>) => void): void {
    this.walks += 1;
    super.forEach(visit);
  }
}

function bigJob(status: 'voting' | 'running', nodes: NodeStatus): { job: Job; walked: () => number } {
  const names = Array.from({ length: 10_000 }, (_, i): [string, NodeStatus] => [`n${i}`, nodes]);
  const plain = restoreJob({ id: 'j', quorum: 0, status, nodes: names });
  const watched = new WatchedMap(plain.nodes);
  watched.walks = 0;
  return { job: { ...plain, nodes: watched }, walked: () => watched.walks };
}

describe('on a job of ten thousand nodes', () => {
  it.each([
    ['voting', 'new'],
    ['voting', 'ready'],
    ['voting', 'nacked'],
    ['running', 'ready'],
    ['running', 'running'],
    ['running', 'succeeded'],
  ] as const)('any news from one node while %s and %s walks through no nodes', (status, nodes) => {
    const { job, walked } = bigJob(status, nodes);
    NODE_NEWS.forEach((news, i) => {
      advance(job, step(job, { type: 'news', node: `n${i}`, news }));
    });
    expect(walked()).toBe(0);
  });

  it('a whole life without losses walks through no nodes, the end of the vote included', () => {
    const { job, walked } = bigJob('voting', 'new');
    const everybody = (news: NodeNews) => {
      for (let i = 0; i < 10_000; i += 1) advance(job, step(job, { type: 'news', node: `n${i}`, news }));
    };
    everybody('ack_commit');
    expect(job.status).toBe('running');
    everybody('ack_run');
    everybody('succeeded');
    expect(job).toMatchObject({ status: 'complete', counts: { succeeded: 10_000 } });
    expect(walked()).toBe(0);
  });

  it('a deadline does walk, so that the watch is known to work', () => {
    const { job, walked } = bigJob('voting', 'new');
    step(job, { type: 'deadline', of: 'voting' });
    expect(walked()).toBe(1);
  });
});
