import type { KeyObject } from 'node:crypto';
import { type SignatureChoices, signatureHeaders } from '../../support/request-signature.ts';
import { type Answer, type Call, send } from './answer.ts';

export interface Sent extends SignatureChoices {
  /** Anything but bytes and text is sent as JSON. */
  readonly body?: unknown;
  /** Win over those that sign the request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Where to send it, if not to the gateway. */
  readonly origin?: string;
  /** Another of the principal's keys. */
  readonly key?: KeyObject;
}

/** Somebody who signs requests: a user or a client. */
export class Principal {
  constructor(
    readonly name: string,
    readonly key: KeyObject,
    private readonly origin: string,
  ) {}

  /** The request as it will be sent. */
  signed(method: string, path: string, { body, headers = {}, key = this.key, ...choices }: Sent = {}): Call {
    const content = bytesOf(body);
    const signature = signatureHeaders({ method, path, body: content, userId: this.name }, key, choices);
    const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const length = body === undefined ? {} : { 'Content-Length': String(content.length) };
    const accept = { Accept: 'application/json' };
    return { method, path, headers: { ...accept, ...type, ...length, ...signature, ...headers }, body: content };
  }

  send(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    return send(sent.origin ?? this.origin, this.signed(method, path, sent));
  }

  get(path: string, sent: Sent = {}): Promise<Answer> {
    return this.send('GET', path, sent);
  }

  post(path: string, body: unknown, sent: Sent = {}): Promise<Answer> {
    return this.send('POST', path, { ...sent, body });
  }
}

function bytesOf(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  return Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
