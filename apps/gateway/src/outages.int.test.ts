import { status } from '@grpc/grpc-js';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Installation } from './testing/installation.ts';
import { Fault, Services } from './testing/services.ts';

let installation: Installation;
beforeEach(async () => {
  installation = await Installation.start();
});
afterEach(() => installation[Symbol.asyncDispose]());

const ID = 'a'.repeat(32);
const CCPK = encodeURIComponent('o&YF)^<jxO}o5ot>@FGaM7tcZ=ccA+XP>YC=6ua{');

describe('while services behind it are away, the gateway', () => {
  it('answers 502 where it cannot even tell who asks', async () => {
    await installation.services[Symbol.asyncDispose]();
    const answer = await installation.sendAs(installation.user, { path: '/organizations/acme/pushy/config/node1' });
    expect([answer.status, answer.json]).toEqual([502, { error: ['Failed to connect to the directory'] }]);
  });

  it.each([
    'jobs',
    `jobs/${ID}`,
    `jobs/${ID}/output/node1/stdout`,
    'node_states',
    'node_states/node1',
    `config/node1?ccpk=${CCPK}`,
  ])('answers 503 to a request for %s', async (path) => {
    installation.services.fault = new Fault(status.UNAVAILABLE, 'away');
    const answer = await installation.sendAs(installation.user, { path: `/organizations/acme/pushy/${path}` });
    expect([answer.status, answer.json]).toEqual([
      503,
      { error: 'a part of the server is not reachable at the moment; try again' },
    ]);
  });

  it('waits for an output store that is being restarted', async () => {
    const stopping = createServer((connection) => connection.destroy());
    await once(stopping.listen(0, '127.0.0.1'), 'listening');
    const { port } = stopping.address() as AddressInfo; // a TCP server's address is never a path
    await using patient = await Installation.start({ outputAddress: `127.0.0.1:${port}` });
    const started = once(stopping, 'connection').then(async () => {
      await new Promise((resolve) => stopping.close(resolve));
      return (await Services.start(port)).services;
    });
    patient.services.jobs.push({ jobId: ID, organization: 'acme', spec: {} });

    const path = `/organizations/acme/pushy/jobs/${ID}/output/node1/stdout`;
    const asked = patient.sendAs(patient.user, { path });
    await using services = await started;
    services.outputs.set(`${ID}/node1/stdout`, [Buffer.from('all is well')]);
    expect([(await asked).status, (await asked).body.toString()]).toEqual([200, 'all is well']);
  });

  it('answers 503 to a new job, which knife would otherwise send again in the form of 1.x', async () => {
    installation.services.fault = new Fault(status.UNAVAILABLE, 'away');
    const body = JSON.stringify({ command: 'chef-client', nodes: ['node1'] });
    const call = { method: 'POST', path: '/organizations/acme/pushy/jobs', body };
    expect((await installation.sendAs(installation.admin, call)).status).toBe(503);
  });
});
