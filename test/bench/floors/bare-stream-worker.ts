import { createServer, type ServerResponse } from 'node:http';
import { answerCalls } from '../worker-process.ts';

const HEAD = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' };
const responses = new Set<ServerResponse>();

const server = createServer((_request, response) => {
  response.writeHead(200, HEAD);
  response.flushHeaders();
  responses.add(response);
  response.once('close', () => responses.delete(response));
});

const methods = {
  listen: (port: number) =>
    new Promise<void>((resolve) => void server.listen({ port, host: '127.0.0.1', backlog: 4_096 }, resolve)),
  /** Writes one text to everybody. */
  say: (text: string) => {
    const bytes = Buffer.from(text);
    for (const response of responses) response.write(bytes);
  },
};
export type BareStreamMethods = typeof methods;

answerCalls(methods);
