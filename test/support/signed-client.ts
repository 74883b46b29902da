import { createHash, createPrivateKey, type KeyObject, privateEncrypt, sign } from 'node:crypto';

/**
 * A client of the HTTP API that shares no code with the product: it signs as wire contract section 1 says, so that a
 * mistake in the product's own signing cannot hide in the tests.
 */
export class SignedClient {
  private readonly key: KeyObject;

  constructor(
    private readonly origin: string,
    private readonly userId: string,
    pem: string,
    private readonly version: '1.1' | '1.3' = '1.3',
  ) {
    this.key = createPrivateKey(pem);
  }

  request(method: string, path: string, body?: unknown, extra: Record<string, string> = {}): Promise<Response> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = { ...this.headers(method, path, text), Accept: 'application/json', ...extra };
    const content = body === undefined ? {} : { body: text };
    return fetch(`${this.origin}${path}`, { method, headers, ...content });
  }

  async json<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
    const response = await this.request(method, path, body);
    return { status: response.status, body: (await response.json()) as T }; // the test states what it expects
  }

  headers(method: string, path: string, body: string): Record<string, string> {
    const timestamp = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const canonical = path
      .replace(/\?.*$/, '')
      .replace(/\/+/g, '/')
      .replace(/(.)\/$/, '$1');
    const algorithm = this.version === '1.3' ? 'sha256' : 'sha1';
    const digest = (text: string) => createHash(algorithm).update(text).digest('base64');
    const contentHash = digest(body);
    const text =
      this.version === '1.3'
        ? `Method:${method}\nPath:${canonical}\nX-Ops-Content-Hash:${contentHash}\nX-Ops-Sign:version=1.3\nX-Ops-Timestamp:${timestamp}\nX-Ops-UserId:${this.userId}\nX-Ops-Server-API-Version:1`
        : `Method:${method}\nHashed Path:${digest(canonical)}\nX-Ops-Content-Hash:${contentHash}\nX-Ops-Timestamp:${timestamp}\nX-Ops-UserId:${digest(this.userId)}`;
    const signature =
      this.version === '1.3'
        ? sign('sha256', Buffer.from(text), this.key)
        : privateEncrypt(this.key, Buffer.from(text));
    const lines = signature.toString('base64').match(/.{1,60}/g) ?? [];
    return {
      'X-Ops-Sign': `algorithm=${algorithm};version=${this.version};`,
      'X-Ops-UserId': this.userId,
      'X-Ops-Timestamp': timestamp,
      'X-Ops-Content-Hash': contentHash,
      'X-Ops-Server-API-Version': '1',
      ...Object.fromEntries(lines.map((line, i) => [`X-Ops-Authorization-${i + 1}`, line])),
    };
  }
}
