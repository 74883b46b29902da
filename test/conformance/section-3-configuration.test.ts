import { curveKeys } from '@push-jobs/testing';
import { freePorts } from '@push-jobs/local';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { OwnProcess } from './support-http/own-process.ts';
import { Tenant } from './support-http/tenant.ts';

const NODE = 's3-config-node';
const PATH = `config/${NODE}`;

let tenant: Tenant;
beforeAll(async () => {
  tenant = await Tenant.create('s3-config', { users: ['ada'], clients: [NODE] });
});

const ask = (query: string, who: string = NODE) => tenant.as(who).get(`${tenant.path(PATH)}${query}`);

describe('3 GET /pushy/config/NODE', () => {
  it.each([NODE, 'ada'])('3.6 answers 200 with the configuration of the node: %s', async (who) => {
    const { status, headers, json } = await ask(`?ccpk=${encodeURIComponent(curveKeys().publicKey)}&version=2.0`, who);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json');
    expect(json).toMatchObject({ type: 'config', node: NODE, organization: 's3-config' });
  });

  it.each(['', '?version=2.0', '?ccpk=&version=2.0'])('3.7 without a key it is 400: %s', async (query) => {
    const { status, json } = await ask(query);
    expect(status).toBe(400);
    expect(json).toEqual({ error: ['Missing ccpk'] });
  });

  const key = curveKeys().publicKey;
  it.each([
    ['too short', key.slice(1)],
    ['too long', `${key}00000`],
    ['with a character that Z85 does not have', `${key.slice(0, 39)}"`],
    ['with an impossible group', `#####${key.slice(5)}`],
    ['given twice', `${key}&ccpk=${key}`],
  ])('3.8 a key that is %s is 401', async (_, ccpk) => {
    const encoded = ccpk.split('&ccpk=').map(encodeURIComponent).join('&ccpk=');
    const { status, json } = await ask(`?ccpk=${encoded}&version=2.0`);
    expect(status).toBe(401);
    expect(json).toEqual({ error: ['Bad ccpk'] });
  });

  it('3.9 a key is not needed where unencrypted nodes are allowed', async () => {
    const { databaseUrl, redisUrl, orchestratorAddress, stateDir } = inject('installation');
    const [heartbeatPort, commandPort, plainPort, advertised] = await freePorts(4);
    await using broker = await OwnProcess.start('broker', {
      ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, ORCHESTRATOR_ADDRESSES: addressesIn(orchestratorAddress) },
      ...{ HEARTBEAT_PORT: String(heartbeatPort), COMMAND_PORT: String(commandPort) },
      ...{ UNENCRYPTED_COMMAND_PORT: String(plainPort), PUBLIC_HOST: '127.0.0.1' },
      ADVERTISED_GRPC_ADDRESS: `127.0.0.1:${advertised}`, // it will have no node to be asked for
      SEALING_KEY: readFileSync(path.join(stateDir, 'keys', 'sealing-key'), 'utf8').trim(),
    });
    await using gateway = await OwnProcess.start('gateway', {
      ...{ ALLOW_UNENCRYPTED_NODES: 'true', BROKER_ADDRESS: broker.address, ORCHESTRATOR_ADDRESS: orchestratorAddress },
      ...{ OUTPUT_ADDRESS: '127.0.0.1:1', FEED_URL: 'http://127.0.0.1:1' },
    });
    const { origin } = gateway;
    const without = await tenant.as(NODE).get(tenant.path(PATH), { origin });
    const bad = await tenant.as(NODE).get(`${tenant.path(PATH)}?ccpk=bad&version=2.0`, { origin });
    expect(without.status).toBe(200);
    expect(without.json).toMatchObject({ type: 'config', node: NODE, organization: 's3-config' });
    expect([bad.status, bad.json]).toEqual([401, { error: ['Bad ccpk'] }]);
  });

  it.each(['config', 'config/'])('3.10 without a node it is 404: %s', async (path) => {
    expect((await tenant.as('ada').get(tenant.path(path))).status).toBe(404);
  });
});

/** The addresses of a gRPC target that spreads calls over them. */
const addressesIn = (target: string): string => target.replace(/^ipv4:/, '');
