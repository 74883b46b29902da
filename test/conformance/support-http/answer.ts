import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Call {
  readonly method: string;
  /** Sent byte for byte. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Read where the answer says that it is JSON and has a body: to HEAD it has none. */
  readonly json: unknown;
}

/** Sends a request as it stands, on a connection of its own; `fetch` would tidy up the path. */
export async function send(origin: string, call: Call): Promise<Answer> {
  const response = await open(origin, call);
  const body = await buffer(response);
  const isJson = response.headers['content-type'] === 'application/json' && body.length > 0;
  const json: unknown = isJson ? JSON.parse(body.toString()) : undefined;
  return { status: response.statusCode ?? 0, headers: response.headers, body, json };
}

/** Sends a request and leaves the answer's body unread. */
export async function open(origin: string, { method, path, headers = {}, body }: Call): Promise<IncomingMessage> {
  const { hostname, port } = new URL(origin);
  const sent = request({ host: hostname, port, method, path, headers, agent: false });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage]; // the event's only argument
  sent.on('error', () => undefined); // what comes after the answer shows in the answer
  return response;
}
