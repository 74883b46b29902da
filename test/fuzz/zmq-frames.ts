import type { FakeNode } from '@push-jobs/testing';
import { createHmac, randomUUID } from 'node:crypto';
import { mutatedJson, mutatedText } from './json-mutation.ts';
import type { Random } from './random.ts';
import { type Body, NODE_BODIES, RECORDED_FRAMES } from './recorded-bodies.ts';

export interface FuzzMessage {
  readonly frames: readonly Buffer[];
  /** Not signed by this node's key, or no message at all: it has to be refused. */
  readonly forged: boolean;
}

const MAX_BODY_BYTES = 65_536;

const hmac = (body: Buffer, key: Buffer): string => createHmac('sha256', key).update(body).digest('base64');
const header = (signature: string): Buffer =>
  Buffer.from(`Version:2.0;SigningMethod:hmac_sha256;Signature:${signature}`);

/** Makes up what one node sends: recorded messages, whole and broken, signed by its own key or not. */
export class ZmqFrames {
  private sequence = 0;

  constructor(
    private readonly node: FakeNode,
    private readonly random: Random,
    /** The job of somebody else, which must not be disturbed. */
    private readonly othersJob: () => string,
  ) {}

  next(): FuzzMessage {
    return this.random.chance(0.5) ? this.signed() : { frames: this.forged(), forged: true };
  }

  /** The signature holds, whatever the body is. */
  private signed(): FuzzMessage {
    const { random, node } = this;
    const body = this.body();
    const bytes = random.chance(0.2) ? Buffer.from(JSON.stringify(body)) : this.spoilt(body);
    return { frames: [header(hmac(bytes, node.options.sessionKey)), bytes], forged: false };
  }

  private body(): Body {
    const { random, node } = this;
    this.sequence += 1;
    return {
      ...random.pick(NODE_BODIES),
      org: node.options.organization,
      node: node.options.node,
      sequence: this.sequence,
      timestamp: new Date().toUTCString(),
      incarnation_id: random.chance(0.98) ? node.incarnation : randomUUID(),
      job_id: this.job(),
      ...(random.chance(0.2) ? { ack: random.pick([true, true, false, 'yes', 1, null, {}]) } : {}),
    };
  }

  /** Now and then one that nobody has heard of, which the server has to look up. */
  private job(): string | null {
    const { random } = this;
    return random.chance(0.02) ? random.hex(32) : random.pick([null, null, null, this.othersJob()]);
  }

  private spoilt(body: Body): Buffer {
    const { random } = this;
    if (random.chance(0.3)) return mutatedText(JSON.stringify(body), random);
    let value: unknown = body;
    for (let changes = 1 + random.below(2); changes > 0; changes -= 1) value = mutatedJson(value, random);
    return Buffer.from(JSON.stringify(value) ?? '');
  }

  private forged(): Buffer[] {
    const { random } = this;
    const { sessionKey } = this.node.options;
    const body = Buffer.from(JSON.stringify(this.body()));
    const signed = [header(hmac(body, sessionKey)), body];
    const others = (changes: Body): Buffer[] => {
      const bytes = Buffer.from(JSON.stringify({ ...this.body(), ...changes }));
      return [header(hmac(bytes, sessionKey)), bytes];
    };
    return random.pick<() => Buffer[]>([
      () => [header(hmac(body, random.bytes(32))), body],
      () => [header(hmac(body, sessionKey)), Buffer.concat([body, Buffer.from(' ')])],
      () => [header(''), body],
      () => [header(random.word(60)), body],
      () => [
        Buffer.from(`Version:${random.word()};SigningMethod:hmac_sha256;Signature:${hmac(body, sessionKey)}`),
        body,
      ],
      () => [Buffer.from(`Version:2.0;SigningMethod:rsa2048_sha1;Signature:${hmac(body, sessionKey)}`), body],
      () => [random.bytes(random.below(300)), body],
      () => [Buffer.alloc(random.pick([0, 2_049, 60_000]), ';'), body],
      () => [header(hmac(body, sessionKey)), Buffer.alloc(MAX_BODY_BYTES + 1 + random.below(100_000), ' ')],
      () => [random.bytes(random.below(50)), random.bytes(random.below(500))],
      () => [random.bytes(random.below(50))],
      () => [...signed, Buffer.alloc(0)],
      () => [Buffer.alloc(0), ...signed],
      () =>
        Array.from({ length: random.chance(0.02) ? 500 : 3 + random.below(5) }, () => random.bytes(random.below(3))),
      () => [...random.pick(RECORDED_FRAMES)],
      () => others({ node: 'demo-1' }),
      () => others({ org: 'demo', node: 'demo-1', job_id: this.othersJob() }),
      () => others({ org: 'nowhere' }),
      () => others({ node: random.pick(['', 'x'.repeat(256), 'a\0b', null, 1, {}, ['fuzz-peer-1']]) }),
    ])();
  }
}
