import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from './support-http/principal.ts';
import { ScriptedNode } from './support-http/scripted-node.ts';
import { Tenant } from './support-http/tenant.ts';

const NODE = 's3-output-node';
const CHANNELS = ['stdout', 'stderr'] as const;

let tenant: Tenant;
let ada: Principal;
let node: ScriptedNode;
beforeAll(async () => {
  tenant = await Tenant.create('s3-output', {
    users: ['ada'],
    clients: [NODE],
    groups: { admins: { users: ['ada'] } },
  });
  ada = tenant.as('ada');
  node = await ScriptedNode.available(tenant, NODE);
});
afterAll(() => node[Symbol.asyncDispose]());

/** A captured job whose node sends this. */
async function jobWith(output: { stdout?: string; stderr?: string }, result: 'succeeded' | 'failed' = 'succeeded') {
  const id = await tenant.startJob(ada, { command: 'any', nodes: [NODE], capture_output: true });
  await node.performs(result, output);
  await tenant.finished(ada, id);
  return id;
}

const read = (id: string, channel: string, name = NODE) => ada.get(tenant.path(`jobs/${id}/output/${name}/${channel}`));

describe('3 GET /pushy/jobs/JOB/output/NODE/CHANNEL', () => {
  it.each(['succeeded', 'failed'] as const)('3.18 answers 200 with the bytes of a run that %s', async (result) => {
    const output = { stdout: 'häppy\n\u0000☃ end', stderr: 'line\r\n'.repeat(2_000) };
    const id = await jobWith(output, result);
    for (const channel of CHANNELS) {
      const { status, headers, body } = await read(id, channel);
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('application/octet-stream');
      expect(body.equals(Buffer.from(output[channel]))).toBe(true);
    }
  });

  it('3.18 answers a caller who accepts bytes alone', async () => {
    const id = await jobWith({ stdout: 'a', stderr: 'b' });
    const headers = { Accept: 'application/octet-stream' };
    expect((await ada.get(tenant.path(`jobs/${id}/output/${NODE}/stdout`), { headers })).status).toBe(200);
  });

  it.each(CHANNELS)('3.19 is 404 where nothing was captured: %s', async (channel) => {
    const id = await tenant.startJob(ada, { command: 'any', nodes: [NODE] });
    await node.performs('succeeded');
    await tenant.finished(ada, id);
    expect((await read(id, channel)).status).toBe(404);
  });

  it.each(CHANNELS)('3.19 is 404 for a node or a job that is not there: %s', async (channel) => {
    const id = await jobWith({ stdout: 'a', stderr: 'b' });
    expect((await read(id, channel, 'another')).status).toBe(404);
    expect((await read('0'.repeat(32), channel)).status).toBe(404);
  });

  it('3.20 is 200 and empty where it was captured and there was none', async () => {
    const id = await jobWith({ stdout: '', stderr: '' });
    for (const channel of CHANNELS) {
      const { status, headers, body } = await read(id, channel);
      expect([status, headers['content-type'], body.length]).toEqual([200, 'application/octet-stream', 0]);
    }
  });

  it.each([
    { stdout: 'a', stderr: '' },
    { stdout: '', stderr: 'b' },
  ])('3.21 has both channels: %j', async (output) => {
    const id = await jobWith(output);
    for (const channel of CHANNELS) {
      const { status, body } = await read(id, channel);
      expect([status, body.toString()]).toEqual([200, output[channel]]);
    }
  });

  it.each([{ stdout: 'a' }, { stderr: 'b' }, {}])('3.21 has neither where the node sent but %j', async (output) => {
    const id = await jobWith(output);
    for (const channel of CHANNELS) expect((await read(id, channel)).status).toBe(404);
  });
});
