import { type sendUnaryData, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connect, MAX_OPEN_CALLS, SERVER_OPTIONS, unary } from './grpc.ts';

const ASKED = MAX_OPEN_CALLS + 200;

let server: Server;
let client: ReturnType<typeof connect<'Jobs'>>;
/** Calls that have come and not been answered. */
let open: sendUnaryData<object>[];
beforeEach(async () => {
  open = [];
  server = new Server(SERVER_OPTIONS);
  const empty = { serialize: () => Buffer.alloc(0), deserialize: () => ({}) };
  server.register(
    '/push_jobs.v1.Jobs/Unfinished',
    (_call: object, answer: sendUnaryData<object>) => void open.push(answer),
    empty.serialize,
    empty.deserialize,
    'unary',
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  client = connect('Jobs', `127.0.0.1:${port}`);
});
afterEach(() => {
  client.close();
  server.forceShutdown();
});

const ask = (timeoutMs = 60_000) => unary(client, client.Unfinished, {}, { timeoutMs });
const answerAll = () => open.splice(0).forEach((answer) => answer(null, {}));

it('lets one connection have so many calls open, and gets the others once those are answered', async () => {
  const calls = Array.from({ length: ASKED }, () => ask());
  await expect.poll(() => open.length).toBe(MAX_OPEN_CALLS);

  await expect(ask(100)).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
  expect(open).toHaveLength(MAX_OPEN_CALLS);

  answerAll();
  await expect.poll(() => open.length).toBe(ASKED - MAX_OPEN_CALLS);
  answerAll();
  expect(await Promise.all(calls)).toHaveLength(ASKED);
});
