import { describe, expect, inject, it } from 'vitest';

const { origin } = inject('installation');

describe('3 GET /pushy/_status', () => {
  it('3.1 answers anyone, without an organization and a signature', async () => {
    const response = await fetch(`${origin}/pushy/_status`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: "it's alive", node_fsm_count: 3, job_processes: [] });
  });
});
