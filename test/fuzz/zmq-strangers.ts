import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { curveKeys } from '@push-jobs/testing';
import { Dealer, Subscriber } from 'zeromq';
import type { Random } from './random.ts';

export interface Ports {
  readonly heartbeatPort: number;
  readonly commandPort: number;
}

/** ZMTP 3.1: signature, version, and the mechanism in 20 bytes. */
const greeting = (mechanism: string): Buffer =>
  Buffer.concat([
    Buffer.from('ff00000000000000017f0301', 'hex'),
    Buffer.from(mechanism.padEnd(20, '\0')),
    Buffer.alloc(32),
  ]);

const MOMENT_MS = 100;

/** Peers that nobody let in: they say something, wait a moment, and go. @returns how many frames they had to say */
export async function strangers(random: Random, ports: Ports, serverCurveKey: string): Promise<number> {
  const port = random.pick([ports.heartbeatPort, ports.commandPort]);
  const bytes = random.pick<() => Buffer>([
    () => random.bytes(random.below(2_000)),
    () => greeting('CURVE').subarray(0, random.below(64)),
    () => Buffer.concat([greeting('CURVE'), random.bytes(random.below(300))]),
    () => Buffer.concat([greeting('NULL'), Buffer.from('04', 'hex'), random.bytes(200)]),
    () => Buffer.concat([greeting('PLAIN'), Buffer.from('0412', 'hex'), random.bytes(18)]),
    () => Buffer.concat([greeting('CURVE'), Buffer.from('06ffffffffffffffff', 'hex'), random.bytes(100)]),
    () => Buffer.from('GET /pushy/_status HTTP/1.1\r\nHost: x\r\n\r\n'),
  ])();
  await Promise.all([
    raw(port, bytes),
    said(new Dealer({ linger: 0 }), ports.commandPort, random),
    said(new Dealer({ linger: 0, curveServerKey: serverCurveKey, ...unknownKeys() }), ports.commandPort, random),
    said(new Dealer({ linger: 0 }), ports.heartbeatPort, random),
    subscribed(ports.heartbeatPort, random),
  ]);
  return 5;
}

function unknownKeys() {
  const { publicKey, secretKey } = curveKeys();
  return { curvePublicKey: publicKey, curveSecretKey: secretKey };
}

async function raw(port: number, bytes: Buffer): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // being cut off is fine
  socket.write(bytes);
  await delay(MOMENT_MS);
  socket.destroy();
}

async function said(dealer: Dealer, port: number, random: Random): Promise<void> {
  dealer.connect(`tcp://127.0.0.1:${port}`);
  await Promise.race([dealer.send([random.bytes(20), random.bytes(200)]).catch(() => undefined), delay(MOMENT_MS)]);
  await delay(MOMENT_MS);
  dealer.close();
}

async function subscribed(port: number, random: Random): Promise<void> {
  const subscriber = new Subscriber({ linger: 0 });
  subscriber.connect(`tcp://127.0.0.1:${port}`);
  subscriber.subscribe(...Array.from({ length: 10 }, () => random.bytes(random.pick([0, 10, 1_000, 5_000]))));
  await delay(MOMENT_MS);
  subscriber.close();
}
