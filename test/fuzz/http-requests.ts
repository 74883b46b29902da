import type { KeyObject } from 'node:crypto';
import { METHODS } from 'node:http';
import { isoSeconds, signatureHeaders, type SigningVersion } from '../support/request-signature.ts';
import type { ApiDocument, Operation } from './api-document.ts';
import { FUZZ_ADMIN, FUZZ_MEMBER, FUZZ_NODES, FUZZ_ORGANIZATION } from './inhabitants.ts';
import { mutatedJson, mutatedText } from './json-mutation.ts';
import type { Random } from './random.ts';
import { canSample, sample } from './schema-sample.ts';

export interface FuzzRequest {
  /** The documented operation that this reaches; undefined where method or path were changed. */
  readonly operation: Operation | undefined;
  /** Signed by somebody who may do it, and nothing about it is wrong: it must not be refused. */
  readonly valid: boolean;
  readonly method: string;
  /** Sent as it stands; one character is one byte. */
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** What changes while a request is made up. */
interface Draft {
  operation: Operation | undefined;
  changed: boolean;
  method: string;
  path: string;
  query: string;
  headers: [string, string][];
  body: Buffer;
}

const ODD_SEGMENTS = [
  ...[
    '',
    '.',
    '..',
    '%2e%2e',
    '%00',
    '%zz',
    '%',
    '%2f',
    '%c3%28',
    '%ff',
    'é',
    '\xff',
    'a b',
    '\t',
    ';x=y',
    '*',
    '?',
    '#',
  ],
  ...[
    '__proto__',
    'constructor',
    'x'.repeat(300),
    'x'.repeat(5_000),
    'x'.repeat(40_000),
    '%E2%98%83',
    'demo',
    '0'.repeat(32),
  ],
];
const ODD_QUERIES = [
  '?',
  '?&&&=',
  '?ccpk',
  '?ccpk=',
  '?ccpk[]=1',
  '?ccpk=%00',
  '?include_file=TRUE',
  '?a=%zz',
  `?${'a=b&'.repeat(2_000)}`,
];
const ODD_HEADERS: readonly (readonly [string, string])[] = [
  ...(['text/plain', 'application/xml', 'application/json; charset=utf-16', '', 'multipart/form-data'] as const).map(
    (type) => ['Content-Type', type] as const,
  ),
  ...(['gzip', 'br', 'x'] as const).map((coding) => ['Content-Encoding', coding] as const),
  ...(['text/html', '', 'text/event-stream', '*/*;q=0', ','.repeat(3_000)] as const).map(
    (type) => ['Accept', type] as const,
  ),
  ...(['job-1', 'job-99999999999999999999', 'org-0', '-1', '\xff'] as const).map(
    (id) => ['Last-Event-ID', id] as const,
  ),
  ...(['Host', 'X-Forwarded-Host'] as const).flatMap(
    (name) =>
      [
        [name, ''],
        [name, 'a b:c'],
        [name, 'x'.repeat(4_000)],
      ] as const,
  ),
  ['X-Forwarded-Proto', 'gopher, https'],
  ['X-Request-Id', 'x'.repeat(10_000)],
  ['Expect', '100-continue'],
  ['Expect', 'everything'],
  ['Upgrade', 'websocket'],
  ['Connection', 'upgrade, keep-alive, x-ops-sign'],
  ['X-HTTP-Method-Override', 'DELETE'],
];

/** What a target may consist of; the parser of HTTP itself refuses others. */
const OF_HTTP = /^[\x21-\x7e]*$/;

const NAMING = new Set(['name', 'username', 'user', 'groupname']);

const LONGEST_REPARSED = 5_000;

/** Makes up requests from the document, valid ones and every kind of broken ones. */
export class HttpRequests {
  /** Ids of jobs that exist. */
  readonly jobs: string[] = [];

  constructor(
    private readonly document: ApiDocument,
    private readonly keys: { readonly key: KeyObject; readonly strangersKey: KeyObject },
    private readonly random: Random,
  ) {}

  next(): FuzzRequest {
    const { random } = this;
    const draft = this.draft(random.pick(this.document.operations));
    for (let rounds = random.chance(0.4) ? 0 : 1 + random.below(2); rounds > 0; rounds -= 1) this.spoil(draft);
    const target = draft.path + draft.query;
    if (!OF_HTTP.test(target)) draft.operation = undefined;
    const wellSigned = random.chance(0.5);
    const version = random.pick<SigningVersion>(['1.0', '1.1', '1.2', '1.3']);
    const user = wellSigned
      ? this.signer(draft)
      : random.pick([FUZZ_ADMIN, FUZZ_MEMBER, 'nobody', 'admin', '', '\xe9']);
    const signed = { method: draft.method, path: target, body: draft.body, userId: user };
    const headers = Object.entries(signatureHeaders(signed, this.keys.key, { version }));
    return {
      operation: draft.operation,
      valid: wellSigned && !draft.changed,
      method: draft.method,
      target,
      headers: [...draft.headers, ...(wellSigned ? headers : this.badlySigned(signed, headers))],
      body: draft.body,
    };
  }

  private draft(operation: Operation): Draft {
    const { random } = this;
    const values: Record<string, string> = {
      organization: FUZZ_ORGANIZATION,
      node: random.chance(0.8) ? random.pick(FUZZ_NODES) : random.word(),
      ...Object.fromEntries(
        ['user', 'client', 'key', 'group', 'principal', 'invitation'].map((kind) => [kind, this.name()]),
      ),
      job: this.jobs.length > 0 && random.chance(0.7) ? random.pick(this.jobs) : random.hex(32),
    };
    const path = operation.template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(values[name] ?? ''),
    );
    const query = operation.query.map(([name, example]) => `${name}=${encodeURIComponent(example)}`).join('&');
    return {
      ...{ operation, changed: false, method: operation.method, path, headers: [], body: this.body(operation) },
      query: query === '' ? '' : `?${query}`,
    };
  }

  private body({ body }: Operation): Buffer {
    if (body === undefined || (!body.required && this.random.chance(0.5))) return Buffer.alloc(0);
    const value = canSample(body.schema) ? sample(body.schema, this.random) : this.renamed(body.example);
    return Buffer.from(JSON.stringify(value));
  }

  /** Few enough names that what one request makes another one finds. */
  private name(): string {
    return `fuzz-${this.random.below(10)}`;
  }

  /** An example from the document, about somebody else. */
  private renamed(example: unknown): unknown {
    const entries = Object.entries(example as object); // bodies are objects
    return Object.fromEntries(
      entries.map(([key, value]) => [key, NAMING.has(key) && typeof value === 'string' ? this.name() : value]),
    );
  }

  /** The node itself where its configuration is asked for, somebody who may do everything otherwise. */
  private signer({ path }: Draft): string {
    const [, node] = /\/config\/([^/]+)$/.exec(path) ?? [];
    return node !== undefined && FUZZ_NODES.includes(node) && this.random.chance(0.5) ? node : FUZZ_ADMIN;
  }

  private spoil(draft: Draft): void {
    const { random } = this;
    draft.changed = true;
    random.pick([
      () => this.spoilPath(draft),
      () => this.spoilBody(draft),
      () => this.spoilBody(draft),
      () => this.spoilBody(draft),
      () =>
        void (draft.query = random.chance(0.7)
          ? random.pick(ODD_QUERIES)
          : `?${encodeURIComponent(random.word())}=${encodeURIComponent(random.word())}`),
      () => void draft.headers.push([...random.pick(ODD_HEADERS)]),
      () => {
        draft.method = random.pick(METHODS.filter((method) => method !== 'CONNECT'));
        draft.operation = undefined;
      },
    ])();
  }

  private spoilPath(draft: Draft): void {
    const { random } = this;
    const segments = draft.path.split('/');
    const at = 1 + random.below(segments.length);
    segments.splice(
      at,
      random.below(2),
      random.chance(0.7) ? random.pick(ODD_SEGMENTS) : encodeURIComponent(random.word()),
    );
    draft.path = segments.join('/') || '/';
    draft.operation = undefined;
  }

  private spoilBody(draft: Draft): void {
    const { random } = this;
    if (random.chance(0.005)) {
      draft.body = Buffer.alloc(random.pick([999_999, 1_000_000, 1_000_001, 1_500_000]), random.pick([' ', '[', '"']));
      return;
    }
    const text = draft.body.length === 0 ? '{"command":"true","nodes":["n"]}' : draft.body.toString();
    if (random.chance(0.4)) {
      draft.body = mutatedText(text, random);
      return;
    }
    let value = parsed(text);
    for (let changes = 1 + random.below(3); changes > 0; changes -= 1) value = mutatedJson(value, random);
    draft.body = Buffer.from(JSON.stringify(value) ?? '');
  }

  private badlySigned(signed: Parameters<typeof signatureHeaders>[0], headers: [string, string][]): [string, string][] {
    const { random, keys } = this;
    const at = random.below(headers.length);
    const [name = '', value = ''] = headers[at] ?? [];
    const replaced = (text: string): [string, string][] => headers.with(at, [name, text]);
    const others = { version: random.pick<SigningVersion>(['1.0', '1.1', '1.2', '1.3']) };
    return random.pick<() => [string, string][]>([
      () => [],
      () => headers.toSpliced(at, 1),
      () => replaced(''),
      () => replaced(`${value}x`),
      () =>
        replaced(
          random.pick([
            '\xff\xfe',
            'null',
            'x'.repeat(6_000),
            'version=8.1',
            '1e400',
            ',,,',
            'version=1.3;version=1.0',
          ]),
        ),
      () => [...headers, [name, value]],
      () => [...headers, ['X-Ops-Authorization-9', 'AAAA'], ['X-Ops-Authorization-0', 'x']],
      () => Object.entries(signatureHeaders(signed, keys.strangersKey, others)),
      () => Object.entries(signatureHeaders({ ...signed, method: 'PATCH' }, keys.key, others)),
      () => Object.entries(signatureHeaders({ ...signed, body: 'another' }, keys.key, others)),
      () =>
        Object.entries(
          signatureHeaders(signed, keys.key, { ...others, timestamp: isoSeconds(random.pick([-5_000, 5_000])) }),
        ),
      () =>
        Object.entries(
          signatureHeaders(signed, keys.key, { ...others, timestamp: random.pick(['now', '2026', '9'.repeat(50)]) }),
        ),
      () =>
        Object.entries(
          signatureHeaders(signed, keys.key, { ...others, serverApiVersion: random.pick(['-1', 'x', '9'.repeat(30)]) }),
        ),
    ])();
  }
}

/** What was spoilt before may be no JSON, or nested too deeply to be written again. */
function parsed(text: string): unknown {
  if (text.length > LONGEST_REPARSED) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
