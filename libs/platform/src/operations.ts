import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { collectDefaultMetrics, Registry } from 'prom-client';

/** Can this service do its work right now? Rejects or answers with the reason where it cannot. */
export type ReadinessCheck = () => Promise<void>;

/** `/livez` (the loop turns), `/readyz` (it can serve) and `/metrics` (Prometheus), on a port of their own. */
export class Operations {
  readonly metrics = new Registry();
  private readonly checks = new Map<string, ReadinessCheck>();
  private server: Server | undefined;
  private stopping = false;

  constructor(service: string) {
    this.metrics.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.metrics });
  }

  /** Adds something the service cannot work without. */
  requires(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  async listen(host: string, port: number): Promise<void> {
    const server = createServer((request, response) => void this.answer(request.url ?? '/', response));
    this.server = server;
    server.listen(port, host);
    await once(server, 'listening');
  }

  /** From now on the service says that it is not ready, so that nobody sends it new work. */
  drain(): void {
    this.stopping = true;
  }

  async close(): Promise<void> {
    const server = this.server;
    if (server === undefined) return;
    this.server = undefined;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private async answer(url: string, response: ServerResponse): Promise<void> {
    if (url === '/livez') return send(response, 200, 'alive\n');
    if (url === '/readyz') return this.answerReadiness(response);
    if (url !== '/metrics') return send(response, 404, 'not found\n');
    const text = await this.metrics.metrics();
    send(response, 200, text, this.metrics.contentType);
  }

  private async answerReadiness(response: ServerResponse): Promise<void> {
    if (this.stopping) return send(response, 503, 'stopping\n');
    const results = await Promise.all([...this.checks].map(([name, check]) => failure(name, check)));
    const failures = results.filter((line) => line !== undefined);
    send(response, failures.length === 0 ? 200 : 503, failures.length === 0 ? 'ready\n' : failures.join(''));
  }
}

const CHECK_TIMEOUT_MS = 2_000;

async function failure(name: string, check: ReadinessCheck): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([check(), late]);
    return undefined;
  } catch (error) {
    return `${name}: ${error instanceof Error ? error.message : 'failed'}\n`;
  } finally {
    clearTimeout(timer);
  }
}

function send(response: ServerResponse, status: number, body: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}
