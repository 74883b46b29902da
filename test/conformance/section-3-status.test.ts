import { eventually } from '@push-jobs/local';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { send } from './support-http/answer.ts';
import { ScriptedNode } from './support-http/scripted-node.ts';
import { Tenant } from './support-http/tenant.ts';

const { origin } = inject('installation');
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Status {
  readonly status: string;
  readonly incarnation_id: string;
  readonly node_fsm_count: number;
  readonly job_processes: readonly string[];
}

const status = async (): Promise<Status> =>
  (await send(origin, { method: 'GET', path: '/pushy/_status' })).json as Status; // 3.4 checks its keys

let tenant: Tenant;
beforeAll(async () => {
  const settings = { users: ['ada'], clients: ['s3-status-node'], groups: { admins: { users: ['ada'] } } };
  tenant = await Tenant.create('s3-status', settings);
});

describe('3 GET /pushy/_status', () => {
  it('3.4 answers anyone, with neither an organization nor a signature', async () => {
    const answer = await send(origin, { method: 'GET', path: '/pushy/_status' });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      status: "it's alive",
      incarnation_id: expect.stringMatching(UUID) as unknown,
      node_fsm_count: expect.any(Number) as unknown,
      job_processes: expect.any(Array) as unknown,
    });
  });

  it('3.4 names one incarnation, whichever replica is asked', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, status));
    expect(new Set(answers.map(({ incarnation_id }) => incarnation_id)).size).toBe(1);
  });

  it('3.5 counts nodes that are heartbeating, and names jobs that are under way', async () => {
    await using node = await ScriptedNode.available(tenant, 's3-status-node');
    const job = await tenant.startJob(tenant.as('ada'), { command: 'uptime', nodes: ['s3-status-node'] });
    await node.isAsked();
    // The three of `demo` and this one at least; other tests have nodes too.
    await eventually('all nodes are counted', async () => (await status()).node_fsm_count >= 4);
    expect((await status()).job_processes).toContain(job);
    await node.refuses();
    await tenant.finished(tenant.as('ada'), job);
    expect((await status()).job_processes).not.toContain(job);
  });
});
