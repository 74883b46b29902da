import { createPrivateKey } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { signatureHeaders } from '../../support/request-signature.ts';
import { answerCalls } from '../worker-process.ts';

export interface RequestSettings {
  readonly port: number;
  readonly path: string;
  readonly userId: string;
  /** PKCS#1 PEM. */
  readonly privateKey: string;
}

/** So many requests at a time. */
export interface Pressure {
  readonly atOnce: number;
  readonly seconds: number;
}

export interface Pace {
  readonly perSecond: number;
  readonly seconds: number;
}

const CONNECTIONS = 128;
const SECOND_MS = 1_000;

/** Posts to one path. A signature holds for the second it was made in, so each body is signed once a second. */
class Requests {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  private readonly key;
  private second = 0;
  private signed = new Map<string, Record<string, string>>();

  constructor(private readonly settings: RequestSettings) {
    this.key = createPrivateKey(settings.privateKey);
  }

  /** So many at a time. @returns requests per second */
  async rate(body: string, { atOnce, seconds }: Pressure): Promise<number> {
    const startedMs = performance.now();
    const endMs = startedMs + seconds * SECOND_MS;
    let count = 0;
    const client = async (): Promise<void> => {
      for (; performance.now() < endMs; count++) await this.send(body);
    };
    await Promise.all(Array.from({ length: atOnce }, client));
    return count / ((performance.now() - startedMs) / SECOND_MS);
  }

  /**
   * So many per second, whether or not the earlier ones were answered.
   * @returns milliseconds of each from the time it was due
   */
  async delays(body: string, { perSecond, seconds }: Pace): Promise<number[]> {
    const startedMs = performance.now();
    const total = perSecond * seconds;
    const sent: Promise<number>[] = [];
    while (sent.length < total) {
      const due = Math.min(total, Math.floor(((performance.now() - startedMs) * perSecond) / SECOND_MS));
      while (sent.length < due) sent.push(this.delay(body, startedMs + (sent.length * SECOND_MS) / perSecond));
      await pause(1);
    }
    return Promise.all(sent);
  }

  private async delay(body: string, dueMs: number): Promise<number> {
    await this.send(body);
    return performance.now() - dueMs;
  }

  /** @returns the body of the answer. @throws Error unless it is 201 */
  send(body: string): Promise<string> {
    const { port, path } = this.settings;
    const options = { host: '127.0.0.1', port, path, method: 'POST', agent: this.agent, headers: this.headers(body) };
    return new Promise((resolve, reject) => {
      const sending = request(options, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          if (response.statusCode === 201) resolve(text);
          else reject(new Error(`a request was answered ${response.statusCode}: ${text}`));
        });
      });
      sending.on('error', reject);
      sending.end(body);
    });
  }

  private headers(body: string): Record<string, string> {
    const second = Math.floor(Date.now() / SECOND_MS);
    if (second !== this.second) this.signed = new Map();
    this.second = second;
    const headers = this.signed.get(body) ?? this.sign(body);
    this.signed.set(body, headers);
    return headers;
  }

  private sign(body: string): Record<string, string> {
    const { path, userId } = this.settings;
    const signature = signatureHeaders({ method: 'POST', path, body, userId }, this.key);
    return {
      ...signature,
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(body)),
    };
  }
}

let requests: Requests | undefined;
const prepared = (): Requests => {
  if (requests === undefined) throw new Error('nothing was prepared');
  return requests;
};

const methods = {
  prepare: (settings: RequestSettings) => {
    requests = new Requests(settings);
  },
  rate: ({ body, ...pressure }: Pressure & { body: string }) => prepared().rate(body, pressure),
  delays: ({ body, ...pace }: Pace & { body: string }) => prepared().delays(body, pace),
  send: (body: string) => prepared().send(body),
};
export type RequestWorkerMethods = typeof methods;

answerCalls(methods);
