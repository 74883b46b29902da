import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { open } from '../testing/http.ts';
import { Installation, signed } from '../testing/installation.ts';

let installation: Installation;
beforeEach(async () => {
  installation = await Installation.start();
});
afterEach(() => installation[Symbol.asyncDispose]());

const PATH = '/organizations/acme/pushy/job_status_feed';

/** Both ends of a feed that goes through the gateway. */
async function openFeed(path = PATH, headers: Record<string, string> = {}) {
  const arrives = installation.feed.next();
  const opening = open(installation.port, { path, headers });
  const [asked, answer] = await arrives;
  answer.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  answer.flushHeaders();
  return { asked, answer, seen: await opening };
}

describe('a feed through the gateway', () => {
  it.each([PATH, `/${PATH}//x%2Fy/?a={b}|c&d=%7e`, `${PATH}/%2e%2e`])(
    'is asked for with the target as it was sent: %s',
    async (path) => {
      const { asked } = await openFeed(path);
      expect(asked.url).toBe(path);
    },
  );

  it('is asked for with the headers as they were sent, signature and all', async () => {
    const call = signed(installation.user, { path: PATH, headers: { 'Last-Event-ID': 'org-7', Host: 'push.test' } });
    const { asked } = await openFeed(PATH, call.headers);
    const sent = Object.entries(call.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    expect(asked.headers).toMatchObject(Object.fromEntries(sent));
  });

  it('is asked for without a body, even if one came along', async () => {
    const arrives = installation.feed.next();
    const asking = installation.send({ path: PATH, body: 'x', headers: { 'Content-Length': '1' } });
    const [asked, answer] = await arrives;
    expect(await text(asked)).toBe('');
    answer.end();
    expect((await asking).status).toBe(200);
  });

  it('shows each event as it comes, and ends when the feed does', async () => {
    const { answer, seen } = await openFeed();
    expect(seen.headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    answer.write('event: start\n\n');
    expect(String((await once(seen, 'data'))[0])).toBe('event: start\n\n');
    answer.end('event: job_complete\n\n');
    expect(await text(seen)).toBe('event: job_complete\n\n');
  });

  it('is asked for again where its connection broke before an answer: another replica takes it', async () => {
    const arrives = installation.feed.next();
    const opening = open(installation.port, { path: PATH });
    const [stopped] = await arrives;
    const arrivesAgain = installation.feed.next();
    stopped.socket.destroy();
    const [, answer] = await arrivesAgain;
    answer.writeHead(200).end('event: start\n\n');
    expect(await text(await opening)).toBe('event: start\n\n');
  });

  it('is given up when the watcher leaves', async () => {
    const { answer, seen } = await openFeed();
    const closed = once(answer, 'close');
    seen.destroy();
    await closed;
  });

  it('breaks off when the feed service breaks off', async () => {
    const { answer, seen } = await openFeed();
    answer.destroy();
    await expect(text(seen)).rejects.toThrow('aborted');
  });

  it('keeps the refusals of the feed service', async () => {
    const arrives = installation.feed.next();
    const asking = installation.send({ path: PATH });
    const [, answer] = await arrives;
    answer.writeHead(406, { 'Content-Type': 'application/json' }).end('{"error":"no"}');
    expect(await asking).toMatchObject({ status: 406, json: { error: 'no' } });
  });

  it('does not keep the gateway from stopping', async () => {
    const { seen } = await openFeed();
    const ended = expect(text(seen)).rejects.toThrow('aborted');
    await installation.app.close();
    await ended;
  });

  it('is 503 while the feed service is away', async () => {
    await installation.feed[Symbol.asyncDispose]();
    const answer = await installation.send({ path: PATH });
    expect(answer.status).toBe(503);
    expect(answer.json).toEqual({ error: 'the feed service is not reachable at the moment; try again' });
  });
});
