import { createServer } from 'node:net';

/** Below the range from which the system gives out ports of its own, so that a mass of connections cannot take them. */
const FIRST = 15_000;
const LAST = 32_000;

/** Whoever was given one may not listen there yet. */
const tried = new Set<number>();

/** `count` loopback ports that nobody listens on right now, and that this process has given to nobody before. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (tried.has(port)) continue;
    tried.add(port);
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
