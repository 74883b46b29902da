import { curveKeys } from '@push-jobs/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  askForConfiguration,
  configurationPath,
  type NodeConfiguration,
  sessionKeyOf,
} from './support-nodes/node-configuration.ts';
import { ADMIN, ADMINISTERED } from './support-nodes/presence.ts';
import { RawPeer } from './support-nodes/raw-peer.ts';
import { StockNode } from './support-nodes/stock-node.ts';
import { HEARTBEAT_INTERVAL_SECONDS } from './setup.ts';
import { Tenant } from './support-http/tenant.ts';

let tenant: Tenant;
let node: StockNode;
beforeAll(async () => {
  tenant = await Tenant.create('section-4', {
    ...ADMINISTERED,
    clients: ['node', 'open', 'renewing', 'replaced', 'first'],
  });
  node = await StockNode.configured(tenant, 'node');
});
afterAll(() => node[Symbol.asyncDispose]());

describe('4 the configuration of a node', () => {
  it('4.1 has these keys, in this order, and no other', async () => {
    const { heartbeatPort, commandPort } = inject('installation');
    const answer = await askForConfiguration(tenant, tenant.as('node'), 'node', node.wire.options.curve.publicKey);
    const given = answer.json as NodeConfiguration; // the keys are what is tested here
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.body.toString()).toBe(
      JSON.stringify({
        type: 'config',
        host: '127.0.0.1',
        node: 'node',
        organization: 'section-4',
        public_key: given.public_key,
        curve_public_key: given.curve_public_key,
        push_jobs: {
          heartbeat: {
            out_addr: `tcp://127.0.0.1:${heartbeatPort}`,
            command_addr: `tcp://127.0.0.1:${commandPort}`,
            interval: HEARTBEAT_INTERVAL_SECONDS,
            offline_threshold: 3,
            online_threshold: 2,
          },
        },
        encoded_session_key: { method: 'hmac_sha256', key: given.encoded_session_key.key },
        lifetime: 3600,
        max_message_skew: 300,
        max_body_size: 65_536,
        incarnation_id: given.incarnation_id,
      }),
    );
    expect(given.public_key).toMatch(/^-----BEGIN PUBLIC KEY-----\n[\s\S]+\n-----END PUBLIC KEY-----\n$/);
    expect(given.curve_public_key).toMatch(/^[0-9a-zA-Z.:+=^!/*?&<>()[\]{}@%$#-]{40}$/);
    expect(given.incarnation_id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('4.2 names the RSA key that signs the heartbeats of the server', async () => {
    // FakeNode checks every heartbeat with that key, and fails the run where one does not hold.
    await node.connects().wire.nextBeat();
  });

  it('4.3 names the curve key of the command channel, and no other key gets through', async () => {
    using mistaken = RawPeer.commands(node, { ...node.wire.options.curve }, curveKeys().publicKey);
    using right = RawPeer.commands(node);
    await right.connected();
    expect(mistaken.handshakes).toBe(0);
  });

  it('4.4 carries a session key of 32 random bytes, for the key of whoever asked alone', async () => {
    const { publicKey } = curveKeys();
    const asked = [await askForConfiguration(tenant, tenant.as(ADMIN), 'node', publicKey)];
    asked.push(await askForConfiguration(tenant, tenant.as(ADMIN), 'node', curveKeys().publicKey));
    const keys = asked.map(({ json }) => sessionKeyOf(json as NodeConfiguration, tenant.as(ADMIN).key).toString('hex'));
    expect(new Set(keys).size).toBe(2);
    expect(() => sessionKeyOf(asked[0]!.json as NodeConfiguration, tenant.as('node').key)).toThrow();
  });

  it('4.5 always has a curve key, without which a 2.x client would not start', async () => {
    for (const query of ['&version=2.0', '&version=1.0', '', '&allow_unencrypted=true']) {
      const path = configurationPath(tenant, 'node', node.wire.options.curve.publicKey).replace('&version=2.0', query);
      const { status, json } = await tenant.as('node').get(path);
      expect([status, (json as NodeConfiguration).curve_public_key]).toEqual([
        200,
        node.configuration.curve_public_key,
      ]);
    }
  });

  it('4.6 gives the interval in seconds, which may be a fraction', () => {
    expect(node.configuration.push_jobs.heartbeat.interval).toBe(HEARTBEAT_INTERVAL_SECONDS);
  });

  it('4.9 names the incarnation that the heartbeats name, and it stays', async () => {
    const again = await StockNode.configured(tenant, 'node', node.wire.options.curve);
    expect(again.configuration.incarnation_id).toBe(node.configuration.incarnation_id);
    expect((await node.wire.nextBeat()).incarnation_id).toBe(node.configuration.incarnation_id);
  });
});

describe('4 a configuration that is fetched again with the same ccpk', () => {
  it('4.7 leaves the connection that is open as it is', async () => {
    await using renewing = await StockNode.available(tenant, 'open');
    await StockNode.configured(tenant, 'open', renewing.wire.options.curve);
    renewing.beats();
    await renewing.becomes('online', 'available');
  });

  it('4.8 works on new sockets, where the same incarnation counts from 1 and keeps what it is', async () => {
    await using renewing = await StockNode.available(tenant, 'renewing');
    await using renewed = await StockNode.configured(tenant, 'renewing', renewing.wire.options.curve);
    renewed.wire.incarnation = renewing.wire.incarnation;
    renewing.goesSilent();
    renewed.connects();
    await renewed.hears('ack');
    expect(renewed.wire.sequence).toBeGreaterThanOrEqual(1);
    await renewed.becomes('online', 'available');
  });

  it('4.8 with another ccpk, as a new process comes, works beside the one before', async () => {
    await using renewing = await StockNode.available(tenant, 'replaced');
    await using restarted = await StockNode.configured(tenant, 'replaced');
    renewing.goesSilent();
    await restarted.connects().recovers();
  });
});

describe('4 a node that connects', () => {
  it('4.10 gets a message at once', async () => {
    await using first = await StockNode.configured(tenant, 'first');
    first.wire.connect();
    await first.wire.heartbeat();
    await first.hears('abort'); // without another heartbeat
    await first.becomes('online', 'available');
    first.wire.connect();
    await first.wire.heartbeat();
    await first.hears('ack');
  });
});
