import { createPrivateKey, type KeyObject } from 'node:crypto';
import { signatureHeaders, type SigningVersion } from './request-signature.ts';

/** A client of the HTTP API as most tests need one: JSON in and out, over `fetch`, with one key. */
export class SignedClient {
  private readonly key: KeyObject;

  constructor(
    private readonly origin: string,
    private readonly userId: string,
    pem: string,
    private readonly version: SigningVersion = '1.3',
  ) {
    this.key = createPrivateKey(pem);
  }

  request(
    method: string,
    path: string,
    body?: unknown,
    extra: Record<string, string> = {},
    signal: AbortSignal | null = null,
  ): Promise<Response> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = { ...this.headers(method, path, text), Accept: 'application/json', ...extra };
    const content = body === undefined ? {} : { body: text };
    return fetch(`${this.origin}${path}`, { method, headers, signal, ...content });
  }

  async json<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
    const response = await this.request(method, path, body);
    return { status: response.status, body: (await response.json()) as T }; // the test states what it expects
  }

  headers(method: string, path: string, body: string): Record<string, string> {
    const request = { method, path, body, userId: this.userId };
    return signatureHeaders(request, this.key, { version: this.version, serverApiVersion: '1' });
  }
}
