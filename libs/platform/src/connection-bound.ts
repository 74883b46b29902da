import { Logger } from '@nestjs/common';
import type { Server } from 'node:http';
import { Counter, Gauge, type Registry } from 'prom-client';

/** However many are turned away: so often room is made, and a line written. */
const ROUND_MS = 1_000;

/**
 * Bounds how many connections a server holds at a time. One that comes beyond it is closed before a byte of it is read,
 * and nobody is told why: an answer would be work for each. Connections on which nothing is asked at the moment are closed
 * then too, so that whoever tries again finds room, however long idle ones are kept otherwise.
 */
export function boundConnections(server: Server, most: number, registry: Registry): void {
  const refused = countConnections(server, registry);
  const log = new Logger('connections');
  let unsaid = 0;
  let quietUntil = 0;
  server.maxConnections = most;
  server.on('drop', () => {
    refused.inc();
    unsaid++;
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + ROUND_MS;
    server.closeIdleConnections();
    log.warn({ msg: 'connections are turned away: there are as many as MAX_CONNECTIONS', refused: unsaid, most });
    unsaid = 0;
  });
}

function countConnections(server: Server, registry: Registry): Counter {
  const registers = [registry];
  new Gauge({
    name: 'push_jobs_http_connections',
    help: 'Open connections of the HTTP server; at MAX_CONNECTIONS further ones are closed at once',
    registers,
    async collect() {
      this.set(await new Promise<number>((resolve) => server.getConnections((_error, count = 0) => resolve(count))));
    },
  });
  return new Counter({
    name: 'push_jobs_http_connections_refused_total',
    help: 'Connections closed at once because there were MAX_CONNECTIONS of them',
    registers,
  });
}
