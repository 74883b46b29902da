import { createHmac, createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeFromNode,
  decodeFromServer,
  decodeHeartbeat,
  encodeForNode,
  encodeFromNode,
  encodeHeartbeat,
  prepareForNodes,
  REJECTIONS,
  type Frames,
  type Rejection,
} from './codec.ts';
import { rfc1123 } from './http-date.ts';
import { asksForAck, CommandMessage, NodeMessage, ServerHeartbeat } from './messages.ts';
import { messages, privateKey, type RecordedMessage } from './recordings.fixture.ts';

const NOW = Date.parse('2026-11-22T05:00:00Z');
const KEY = Buffer.alloc(32, 1);
const OTHER_KEY = Buffer.alloc(32, 2);
const SERVER_KEY = privateKey('pivotal.pem');
const SERVER_PUBLIC = createPublicKey(SERVER_KEY);
const limits = { nowMs: NOW, maxSkewMs: 300_000, maxBodyBytes: 65_536 };
const at = (nowMs: number) => ({ ...limits, nowMs });

const beat: NodeMessage = {
  type: 'heartbeat',
  node: 'web-1',
  client: 'web-1.example.com',
  protocol_version: '2.0',
  org: 'acme',
  sequence: 1,
  timestamp: rfc1123(NOW),
  incarnation_id: '7605d96c-c5f6-4826-bb29-5283b14d9fb7',
  job_state: 'idle',
  job_id: null,
};
const commit: CommandMessage = {
  type: 'commit',
  sequence: 2,
  timestamp: rfc1123(NOW),
  job_id: 'j1',
  server: 'push.example.com',
  command: 'chef-client',
};
const serverBeat: ServerHeartbeat = {
  type: 'heartbeat',
  sequence: 0,
  timestamp: rfc1123(NOW),
  server: 'push.example.com',
  incarnation_id: 'd2b549b5-c083-4e75-b41b-581f47e5e373',
};

const sign = (body: Buffer, key: Buffer): string => createHmac('sha256', key).update(body).digest('base64');

/** Frames whose signature is right, whatever the body. */
function sealed(
  body: unknown,
  header = (signature: string) => `Version:2.0;SigningMethod:hmac_sha256;Signature:${signature}`,
): Frames {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return [Buffer.from(header(sign(bytes, KEY))), bytes];
}

const fromNode = (frames: readonly Buffer[], keys: readonly Buffer[] = [KEY], its = limits) =>
  decodeFromNode(frames, () => keys, its);

function why(frames: readonly Buffer[], its = limits): Rejection | undefined {
  const result = fromNode(frames, [KEY], its);
  return result.ok ? undefined : result.why;
}

/** Recorded on purpose to see what a stock client makes of them. */
const BROKEN: Record<string, Rejection> = {
  'sample 20: commit from the server': 'bad_header',
  'sample 21: commit from the server': 'signing_method',
  'sample 22: wibble from the server': 'bad_message',
  'sample 23: ack from the server': 'frame_count',
  'sample 24: commit from the server': 'bad_message',
  'sample 25: commit from the server': 'bad_message',
  'sample 26: commit from the server': 'bad_message',
  'sample 27: run from the server': 'bad_message',
};
/** An abort with a field too many, and a commit with its fields in another order than the rest. */
const HANDWRITTEN = ['sample 33: abort from the server', 'sample 34: commit from the server'];
const sound = messages.filter((message) => !(message.title in BROKEN));
const of = (from: RecordedMessage['from']) => sound.filter((message) => message.from === from);

describe('recorded traffic', () => {
  it.each(of('node'))('is understood and written again byte for byte: $title', (recorded) => {
    const result = fromNode(recorded.frames, [OTHER_KEY, recorded.key], at(recorded.sentMs));
    expect(result).toEqual({ ok: true, message: recorded.json, key: recorded.key, version: '2.0' });
    if (result.ok) expect(encodeFromNode(result.message, recorded.key)).toEqual(recorded.frames);
  });

  it.each(of('server'))('is understood by a node: $title', (recorded) => {
    const result = decodeFromServer(recorded.frames, recorded.key, at(recorded.sentMs));
    expect(result).toEqual({ ok: true, message: CommandMessage.parse(recorded.json) });
  });

  it.each(of('server').filter((recorded) => !HANDWRITTEN.includes(recorded.title)))(
    'is what we would have sent: $title',
    (recorded) => {
      expect(encodeForNode(CommandMessage.parse(recorded.json), recorded.key)).toEqual(recorded.frames);
    },
  );

  it.each(of('server to all'))('is a heartbeat of the key in the configuration: $title', (recorded) => {
    const result = decodeHeartbeat(recorded.frames, createPublicKey(recorded.publicKey), at(recorded.sentMs));
    expect(result).toEqual({ ok: true, message: recorded.json });
  });

  it.each(of('server to all'))('has heartbeat bodies like ours: $title', (recorded) => {
    const [, body] = encodeHeartbeat(ServerHeartbeat.parse(recorded.json), SERVER_KEY);
    expect(body.toString()).toBe(recorded.body);
  });

  it.each(Object.entries(BROKEN))('that is broken is refused: %s', (title, reason) => {
    const recorded = messages.find((message) => message.title === title);
    if (recorded === undefined) throw new Error(`not recorded: ${title}`);
    const nowMs = Number.isNaN(recorded.sentMs) ? NOW : recorded.sentMs;
    expect(decodeFromServer(recorded.frames, recorded.key, at(nowMs))).toEqual({ ok: false, why: reason });
  });
});

describe('a heartbeat to all', () => {
  it('is signed by raw RSA over the base64 of the body’s SHA-1, and nothing else will do', () => {
    const frames = encodeHeartbeat(serverBeat, SERVER_KEY);
    expect(frames[0].toString()).toMatch(/^Version:2\.0;SigningMethod:rsa2048_sha1;Signature:[A-Za-z0-9+/]{342}==$/);
    expect(decodeHeartbeat(frames, SERVER_PUBLIC, limits)).toEqual({ ok: true, message: serverBeat });
    const stranger = createPublicKey(privateKey('admin.pem'));
    expect(decodeHeartbeat(frames, stranger, limits)).toEqual({ ok: false, why: 'bad_signature' });
    expect(decodeHeartbeat(sealed(serverBeat), SERVER_PUBLIC, limits)).toEqual({ ok: false, why: 'signing_method' });
    expect(decodeHeartbeat(frames, SERVER_PUBLIC, at(NOW + 300_001))).toMatchObject({ ok: false, why: 'stale' });
  });
});

describe('a message of a node', () => {
  it('is asked for the keys of whoever it claims to be from, and says which one signed', () => {
    const asked: unknown[] = [];
    const keysFor = (claimed: unknown) => {
      asked.push(claimed);
      return [OTHER_KEY, KEY];
    };
    const result = decodeFromNode(encodeFromNode(beat, KEY), keysFor, limits);
    expect(result).toEqual({ ok: true, message: beat, key: KEY, version: '2.0' });
    expect(asked).toEqual([{ org: 'acme', node: 'web-1' }]);
  });

  it('may carry what we do not know, and what only our agent sends', () => {
    const refusal = { ...beat, type: 'nack_commit', job_id: 'j1', reason: 'busy' };
    expect(fromNode(sealed({ ...refusal, shoe_size: 43 }))).toMatchObject({ ok: true, message: { reason: 'busy' } });
    const failure = { ...beat, type: 'failed', job_id: 'j1', exit_code: 3, stdout: 'out', stderr: '' };
    expect(fromNode(sealed(failure))).toMatchObject({ ok: true, message: { exit_code: 3, stdout: 'out', stderr: '' } });
  });

  it.each<[string, (signature: string) => string]>([
    ['fields in another order', (s) => `Signature:${s};Version:2.0;SigningMethod:hmac_sha256`],
    ['fields we do not know', (s) => `Version:2.0;Colour:red;SigningMethod:hmac_sha256;Signature:${s};Odd;`],
    ['the old name of the signature', (s) => `Version:2.0;SigningMethod:hmac_sha256;SignedChecksum:${s}`],
  ])('may have a header with %s', (_what, header) => expect(why(sealed(beat, header))).toBeUndefined());

  it('may come from a 1.x client, which is answered in its own version', () => {
    const header = (signature: string) => `Version:1.0;SigningMethod:hmac_sha256;Signature:${signature}`;
    const { protocol_version: _absent, ...old } = beat;
    expect(fromNode(sealed(old, header))).toMatchObject({ ok: true, version: '1.0' });
    expect(encodeForNode(commit, KEY, '1.0')[0].toString()).toMatch(/^Version:1\.0;/);
    expect(fromNode(encodeFromNode(beat, KEY, '1.0'))).toMatchObject({ ok: true, version: '1.0' });
  });

  it.each<[Rejection, string, readonly Buffer[]]>([
    ['frame_count', 'no frames', []],
    ['frame_count', 'one frame', [Buffer.from('x')]],
    ['frame_count', 'three frames', [...sealed(beat), Buffer.from('x')]],
    ['too_big', 'a body over the limit', sealed({ ...beat, client: 'x'.repeat(65_536) })],
    ['too_big', 'a header over 2,048 bytes', sealed(beat, (s) => `X:${'x'.repeat(2_048)};Version:2.0;Signature:${s}`)],
    ['bad_header', 'an empty header', [Buffer.alloc(0), Buffer.from('{}')]],
    ['bad_header', 'no signature', sealed(beat, () => 'Version:2.0;SigningMethod:hmac_sha256')],
    [
      'bad_header',
      'a signature that is not base64',
      sealed(beat, () => 'Version:2.0;SigningMethod:hmac_sha256;Signature:?'),
    ],
    ['version', 'a version to come', sealed(beat, (s) => `Version:3.0;SigningMethod:hmac_sha256;Signature:${s}`)],
    ['signing_method', 'another method', sealed(beat, (s) => `Version:2.0;SigningMethod:md5;Signature:${s}`)],
    ['signing_method', 'no method', sealed(beat, (s) => `Version:2.0;Signature:${s}`)],
    ['bad_json', 'no JSON', sealed('{')],
    ['bad_json', 'a JSON list', sealed('[]')],
    ['bad_json', 'a JSON null', sealed('null')],
    ['unknown_sender', 'no organization', sealed({ ...beat, org: undefined })],
    ['unknown_sender', 'a node that is no string', sealed({ ...beat, node: ['web-1'] })],
    ['unknown_sender', 'a node of immoderate length', sealed({ ...beat, node: 'x'.repeat(256) })],
    ['bad_signature', 'a short signature', sealed(beat, () => 'Version:2.0;SigningMethod:hmac_sha256;Signature:AAAA')],
    ['bad_signature', 'a strange key', encodeFromNode(beat, OTHER_KEY)],
    ['bad_message', 'no type', sealed({ ...beat, type: undefined })],
    ['bad_message', 'a type of the server', sealed({ ...beat, type: 'commit' })],
    ['bad_message', 'a broken sequence', sealed({ ...beat, sequence: 1.5 })],
    ['bad_message', 'a broken timestamp', sealed({ ...beat, timestamp: 'noon' })],
    ['bad_message', 'a job that is a number', sealed({ ...beat, job_id: 7 })],
    ['bad_message', 'a heartbeat without a state', sealed({ ...beat, job_state: undefined })],
  ])('is refused as %s: %s', (reason, _what, frames) => expect(why(frames)).toBe(reason));

  it('is stale when it is off by more than the skew, either way', () => {
    const frames = encodeFromNode(beat, KEY);
    expect([-300_001, -300_000, 300_000, 300_001].map((offset) => why(frames, at(NOW + offset)))).toEqual([
      'stale',
      undefined,
      undefined,
      'stale',
    ]);
  });

  it('fits a body of exactly the limit', () => {
    const frames = encodeFromNode(beat, KEY);
    expect(why(frames, { ...limits, maxBodyBytes: frames[1].length })).toBeUndefined();
    expect(why(frames, { ...limits, maxBodyBytes: frames[1].length - 1 })).toBe('too_big');
  });

  it('asks for an acknowledgement only with true, and is no worse for anything else', () => {
    const asks = (ack: unknown) => {
      const decoded = fromNode(sealed({ ...beat, type: 'succeeded', job_id: 'j1', ack }));
      return decoded.ok && asksForAck(decoded.message);
    };
    expect([true, false, 'yes', 1, null, {}].map(asks)).toEqual([true, false, false, false, false, false]);
    expect(fromNode(sealed({ ...beat, type: 'succeeded', job_id: 'j1', ack: 'yes' })).ok).toBe(true);
  });

  it('tells who it claimed to be when it is refused, once that could be read', () => {
    const claimed = { org: 'acme', node: 'web-1' };
    expect(fromNode(encodeFromNode(beat, OTHER_KEY))).toEqual({ ok: false, why: 'bad_signature', claimed });
    expect(fromNode(encodeFromNode(beat, KEY), [])).toEqual({ ok: false, why: 'unknown_sender', claimed });
    expect(fromNode(encodeFromNode(beat, KEY), [KEY], at(0))).toMatchObject({ ok: false, why: 'stale', claimed });
  });

  it('that is stale tells by how much its clock is ahead, or behind', () => {
    const frames = encodeFromNode(beat, KEY);
    expect(fromNode(frames, [KEY], at(NOW - 400_000))).toMatchObject({ why: 'stale', skewMs: 400_000 });
    expect(fromNode(frames, [KEY], at(NOW + 400_000))).toMatchObject({ why: 'stale', skewMs: -400_000 });
  });

  it('that is not signed never gets as far as its content', () => {
    expect(fromNode(sealed({ org: 'acme', node: 'web-1' }), [OTHER_KEY])).toMatchObject({ why: 'bad_signature' });
  });
});

const text = fc.string({ unit: 'grapheme' });
const stamped = { sequence: fc.nat(), timestamp: fc.nat(4_000_000_000).map((s) => rfc1123(s * 1_000)) };
const sender = {
  ...stamped,
  node: fc.string({ minLength: 1, maxLength: 40 }),
  client: text,
  org: fc.string({ minLength: 1, maxLength: 40 }),
  incarnation_id: fc.uuid(),
};
const anyNodeMessage: fc.Arbitrary<NodeMessage> = fc.oneof(
  fc.record({
    ...sender,
    type: fc.constant('heartbeat'),
    job_state: fc.constantFrom('idle', 'committed', 'running'),
    job_id: fc.option(text),
  }),
  fc.record({ ...sender, type: fc.constantFrom('ack_commit', 'ack_run', 'aborted'), job_id: fc.option(text) }),
  fc.record({ ...sender, type: fc.constantFrom('nack_commit', 'nack_run'), job_id: text, reason: text }),
  fc.record({
    ...sender,
    type: fc.constantFrom('succeeded', 'failed'),
    job_id: text,
    stdout: text,
    stderr: text,
    exit_code: fc.nat(255),
    ack: fc.boolean(),
  }),
);
const anyCommand: fc.Arbitrary<CommandMessage> = fc.oneof(
  fc.record({
    ...stamped,
    type: fc.constant('commit'),
    job_id: text,
    command: text,
    env: fc.dictionary(text, text),
    file: text,
    capture: fc.boolean(),
  }),
  fc.record({ ...stamped, type: fc.constantFrom('run', 'result_ack'), job_id: text }),
  fc.record({ ...stamped, type: fc.constantFrom('abort', 'ack') }),
);
const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));

describe('whatever is sent', () => {
  it('arrives as it was, from a node', () => {
    fc.assert(
      fc.property(anyNodeMessage, anyKey, (message, key) => {
        const sentMs = Date.parse(message.timestamp);
        const decoded = fromNode(encodeFromNode(message, key), [key], at(sentMs));
        expect(decoded).toEqual({ ok: true, message: NodeMessage.parse(message), key, version: '2.0' });
      }),
    );
  });

  it('arrives as it was, at a node', () => {
    fc.assert(
      fc.property(anyCommand, anyKey, (message, key) => {
        const sentMs = Date.parse(message.timestamp);
        const decoded = decodeFromServer(encodeForNode(message, key), key, at(sentMs));
        expect(decoded).toEqual({ ok: true, message: CommandMessage.parse(message) });
      }),
    );
  });

  it('is the same whether a command was prepared for many nodes or written for one', () => {
    fc.assert(
      fc.property(anyCommand, stamped.sequence, stamped.timestamp, anyKey, (command, sequence, timestamp, key) => {
        const one = encodeForNode({ ...command, sequence, timestamp }, key, '1.0');
        expect(prepareForNodes(command)({ sequence, timestamp }, key, '1.0')).toEqual(one);
      }),
    );
  });

  const flipped = (frames: Frames, position: number, bit: number): Buffer[] => {
    const copies = frames.map((frame) => Buffer.from(frame));
    const [header, body] = copies;
    if (header === undefined || body === undefined) return copies;
    const inHeader = position < header.length;
    const frame = inHeader ? header : body;
    const offset = inHeader ? position : position - header.length;
    frame[offset] = (frame[offset] ?? 0) ^ (1 << bit);
    return copies;
  };
  const length = (frames: Frames): number => frames[0].length + frames[1].length;

  it('is refused when any bit of it is flipped', () => {
    const signed = encodeFromNode(beat, KEY);
    for (let position = 0; position < length(signed); position += 1) {
      for (let bit = 0; bit < 8; bit += 1) expect(fromNode(flipped(signed, position, bit)).ok).toBe(false);
    }
  });

  it('is refused when any bit of a heartbeat to all is flipped', () => {
    const signed = encodeHeartbeat(serverBeat, SERVER_KEY);
    fc.assert(
      fc.property(fc.nat(length(signed) - 1), fc.nat(7), (position, bit) => {
        expect(decodeHeartbeat(flipped(signed, position, bit), SERVER_PUBLIC, limits).ok).toBe(false);
      }),
    );
  });

  it('is judged without throwing when it is noise', () => {
    const frame = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.string().map((header) => Buffer.from(`Version:2.0;SigningMethod:hmac_sha256;Signature:${header}`)),
      fc.json().map((json) => Buffer.from(json)),
    );
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 4 }), (frames) => {
        const results = [
          fromNode(frames),
          decodeFromServer(frames, KEY, limits),
          decodeHeartbeat(frames, SERVER_PUBLIC, limits),
        ];
        for (const result of results) expect(REJECTIONS).toContain(result.ok ? 'accepted' : result.why);
      }),
    );
  });

  it('is judged without throwing when it is signed nonsense', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(beat), 'stdout', '__proto__'), fc.jsonValue()),
        (changes) => {
          const result = fromNode(sealed({ ...beat, ...changes }));
          if (result.ok) expect(NodeMessage.safeParse(result.message).success).toBe(true);
        },
      ),
    );
  });
});
