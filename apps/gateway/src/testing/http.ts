import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request, type RequestOptions } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Call {
  readonly method?: string;
  /** Sent byte for byte. */
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer | string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly json: unknown;
}

/** Sends a request as it stands, unlike `fetch`, which tidies up paths. */
export async function send(port: number, call: Call): Promise<Answer> {
  const response = await open(port, call);
  const body = await buffer(response);
  const isJson = response.headers['content-type']?.startsWith('application/json') && body.length > 0;
  const json: unknown = isJson ? JSON.parse(body.toString()) : undefined;
  return { status: response.statusCode ?? 0, headers: response.headers, body, json };
}

/** Sends a request and leaves the answer's body to the caller. */
export async function open(port: number, call: Call, options: RequestOptions = {}): Promise<IncomingMessage> {
  const { method = 'GET', path, headers = {}, body } = call;
  const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false, ...options });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage]; // the event's only argument
  return response;
}
