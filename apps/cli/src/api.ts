import { signRequest, type SigningVersion } from '@push-jobs/protocol';
import { z } from 'zod';
import { CliError } from './cli-error.ts';
import type { Credentials } from './credentials.ts';
import { hintFor, networkTrouble } from './hints.ts';

const ServerError = z.object({ error: z.union([z.string(), z.array(z.string())]) });
const ANSWER_WITHIN_MS = 60_000;

/** The server refused, in its own words. */
export class ServerRefused extends CliError {
  override name = 'ServerRefused';
  constructor(
    readonly status: number,
    message: string,
    hint?: string,
  ) {
    super(message, hint);
  }
}

/** Nothing came back. */
export class Unreachable extends CliError {
  override name = 'Unreachable';
}

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** The signed HTTP client. Paths begin behind the organization: `/pushy/jobs`. */
export class Api {
  constructor(
    private readonly credentials: Credentials,
    private readonly version: SigningVersion,
    private readonly interrupt: AbortSignal,
  ) {}

  /** Throws CliError also for an answer of another shape: then this is no Push Jobs server. */
  async json<T>(schema: z.ZodType<T>, path: string, call: Call = {}): Promise<T> {
    const response = await this.call(path, { ...call, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const parsed = schema.safeParse(await response.json().catch(() => undefined));
    if (parsed.success) return parsed.data;
    throw new CliError(`${response.url} did not answer as a Push Jobs server does`);
  }

  async bytes(path: string): Promise<Buffer> {
    const response = await this.call(path, { headers: { Accept: 'application/octet-stream' } });
    return Buffer.from(await response.arrayBuffer());
  }

  /** A response that is a success, its body unread. Throws ServerRefused or Unreachable. */
  async call(path: string, { method = 'GET', body, headers, signal }: Call = {}): Promise<Response> {
    const url = new URL(this.credentials.serverUrl + path);
    const text = body === undefined ? '' : JSON.stringify(body);
    const response = await fetch(url, {
      method,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
        ...this.signature(method, url, text),
      },
      ...(body === undefined ? {} : { body: text }),
      signal: signal === undefined ? this.interrupt : AbortSignal.any([this.interrupt, signal]),
    }).catch((error: unknown) => {
      const { message, hint } = networkTrouble(error, this.credentials);
      throw new Unreachable(message, hint, { cause: error });
    });
    if (response.ok) return response;
    const sentence = await this.sentenceOf(response);
    throw new ServerRefused(response.status, sentence, hintFor(response.status, sentence, this.credentials));
  }

  private signature(method: string, url: URL, text: string): Record<string, string> {
    const { clientName: userId, key } = this.credentials;
    const timestamp = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const request = { method, path: url.pathname, body: Buffer.from(text), userId, timestamp, serverApiVersion: '1' };
    return signRequest(request, key, this.version);
  }

  private async sentenceOf(response: Response): Promise<string> {
    const body = await response.text().catch(() => '');
    const parsed = ServerError.safeParse(jsonOf(body));
    if (parsed.success) return [parsed.data.error].flat().join('; ');
    return `${response.url} answered ${response.status} ${response.statusText}`.trim();
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
