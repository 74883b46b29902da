import { createHash, createPublicKey, publicDecrypt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMINISTERED } from './support-nodes/presence.ts';
import { RawPeer } from './support-nodes/raw-peer.ts';
import { StockNode } from './support-nodes/stock-node.ts';
import { Tenant } from './support-http/tenant.ts';

let node: StockNode;
let channel: RawPeer;
beforeAll(async () => {
  const tenant = await Tenant.create('section-5-heartbeats', { ...ADMINISTERED, clients: ['node'] });
  node = await StockNode.configured(tenant, 'node');
  channel = RawPeer.heartbeats(node);
});
afterAll(async () => {
  channel[Symbol.dispose]();
  await node[Symbol.asyncDispose]();
});

/** The next heartbeat, its header and its body. */
async function beat(): Promise<{ frames: Buffer[]; header: string; body: Buffer; json: Record<string, unknown> }> {
  const frames = await channel.receive();
  const body = frames[1] ?? Buffer.alloc(0);
  const json = JSON.parse(body.toString()) as Record<string, unknown>; // a body is an object; which one, is tested here
  return { frames, header: frames[0]?.toString() ?? '', body, json };
}

describe('5 the heartbeat channel', () => {
  it('5.1 takes any subscriber, in the clear, and sends two frames', async () => {
    expect((await beat()).frames).toHaveLength(2);
  });

  it('5.5 has the header of the contract', async () => {
    expect((await beat()).header).toMatch(/^Version:2\.0;SigningMethod:rsa2048_sha1;Signature:[A-Za-z0-9+/]{342}==$/);
  });

  it('5.10 is signed by a raw RSA operation over the base64 SHA-1 of the body', async () => {
    const { header, body } = await beat();
    const signature = Buffer.from(header.replace(/^.*Signature:/, ''), 'base64');
    const signed = publicDecrypt(createPublicKey(node.configuration.public_key), signature);
    expect(signed.toString()).toBe(createHash('sha1').update(body).digest('base64'));
  });

  it('5.16 says who beats, in which incarnation, and when', async () => {
    const { json, body } = await beat();
    const { sequence, timestamp } = json;
    expect(json).toEqual({
      server: node.configuration.host,
      type: 'heartbeat',
      incarnation_id: node.configuration.incarnation_id,
      sequence,
      timestamp,
    });
    expect(Number.isInteger(sequence)).toBe(true);
    expect(timestamp).toMatch(/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/);
    expect(Math.abs(Date.now() - Date.parse(String(timestamp)))).toBeLessThan(60_000);
    expect(body.length).toBeLessThanOrEqual(node.configuration.max_body_size);
  });

  it('5.13 counts up by one', async () => {
    const sequences: number[] = [];
    for (let beats = 0; beats < 4; beats++) sequences.push(Number((await beat()).json['sequence']));
    expect(sequences).toEqual(sequences.map((_, i) => (sequences[0] ?? NaN) + i));
  });
});
