import type { Random } from './random.ts';

const STATUS = 'GET /pushy/_status HTTP/1.1\r\nHost: x\r\n';
const JOBS = 'POST /organizations/fuzz/pushy/jobs HTTP/1.1\r\nHost: x\r\n';

const BROKEN: readonly string[] = [
  ...[
    '\r\n\r\n',
    'GET\r\n\r\n',
    'GET /\r\n\r\n',
    'GET / HTTP/0.9\r\n\r\n',
    'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
    'get / http/1.1\r\n\r\n',
  ],
  ...[
    'GET /pushy/_status HTTP/1.1\r\n\r\n',
    'GET http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
  ],
  ...[
    'GET //\\..\\x HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n',
    'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
  ],
  ...[
    'GET http://other/pushy/_status HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET pushy HTTP/1.1\r\nHost: x\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  ],
  ...['no colon', ': no name', 'a\0b: c', 'A: b\0c', ' folded: x', 'Host: y', 'Host : y'].map(
    (line) => `${STATUS}${line}\r\n\r\n`,
  ),
  `${STATUS}X: ${'x'.repeat(70_000)}\r\n\r\n`,
  `${STATUS}${Array.from({ length: 3_000 }, (_, i) => `X-${i}: y\r\n`).join('')}\r\n`,
  ...['-1', '1e3', '99999999999999999999', '5, 5', '5\r\nContent-Length: 6', '+5'].map(
    (length) => `${JOBS}Content-Length: ${length}\r\n\r\nhello`,
  ),
  ...['chunked\r\nContent-Length: 3', 'gzip', 'chunked, chunked', 'identity'].map(
    (coding) => `${JOBS}Transfer-Encoding: ${coding}\r\n\r\n0\r\n\r\n`,
  ),
  ...['zz\r\n', 'ffffffffffffffff\r\n', '5\r\nhello0\r\n', '-1\r\n', '5;x="\r\nhello\r\n0\r\n\r\n'].map(
    (chunk) => `${JOBS}Transfer-Encoding: chunked\r\n\r\n${chunk}`,
  ),
  `${STATUS}\r\n`.repeat(50),
  `${JOBS}Content-Length: 100\r\n\r\nfive`,
];

/** Bytes that are no HTTP request, or hardly one. */
export function malformedHttp(random: Random): Buffer {
  const text = random.pick(BROKEN);
  const whole = Buffer.from(text, 'latin1');
  return random.pick<() => Buffer>([
    () => whole,
    () => whole,
    () => whole.subarray(0, random.below(whole.length)),
    () => Buffer.from(text.replaceAll('\r', ''), 'latin1'),
    () => Buffer.concat([whole.subarray(0, random.below(whole.length)), random.bytes(20), whole]),
    () => random.bytes(1 + random.below(500)),
  ])();
}
