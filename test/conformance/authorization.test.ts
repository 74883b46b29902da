import 'reflect-metadata';
import { eventually } from '@push-jobs/local';
import { CommandMessage, NodeMessage } from '@push-jobs/protocol';
import { curveKeys } from '@push-jobs/testing';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { FeedController } from '../../apps/feed/src/feed.controller.ts';
import { CHEF_ROUTES, ROUTES } from '../../apps/gateway/src/routes.ts';
import { Cast, type Kind, NODE, WHO, type Who } from '../authorization/cast.ts';
import { MESSAGE_ROWS, VERDICTS } from '../authorization/messages.ts';
import { configured, playersOf, verdictOn } from '../authorization/peer.ts';
import { ROUTE_ROWS, type RouteRow } from '../authorization/routes.ts';
import { open } from './support-http/answer.ts';

const { origin, feedOrigin } = inject('installation');
const CCPK = `ccpk=${encodeURIComponent(curveKeys().publicKey)}`;
const KINDS = ['plain', 'named'] as const;
const CASES = { plain: 'without the groups of readers and writers', named: 'with them' } as const;

const template = (path: string): RegExp => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`);
const TABLE = [...Object.values(ROUTES), ...Object.values(CHEF_ROUTES)].flatMap(({ path, methods }) =>
  Object.keys(methods).map((method) => ({ method, path })),
);
const FEEDS = ROUTE_ROWS.filter(({ call }) => call.includes('/job_status_feed'));

/** The row's route; a path that is written out wins over one with a variable in the same place. */
function routeOf({ call }: RouteRow): string {
  const [method, target = ''] = call.replace(/\?.*/, '').split(' ');
  const fitting = TABLE.filter((route) => route.method === method && template(route.path).test(target));
  return fitting.map(({ path }) => `${method} ${path}`)[0] ?? call;
}

describe('2 the authorization matrix', () => {
  it('2.20 has a row for every method of every route, and none for others', () => {
    const routes = TABLE.map(({ method, path }) => `${method} ${path}`);
    expect(ROUTE_ROWS.map(routeOf).toSorted()).toEqual(routes.toSorted());
  });

  it('2.21 has a row for every path of the feed service', () => {
    const handlers = Object.getOwnPropertyNames(FeedController.prototype).map(
      (name) => Reflect.get(FeedController.prototype, name) as object, // methods, and the constructor
    );
    const base = String(Reflect.getMetadata('path', FeedController));
    const paths = handlers
      .filter((handler) => Reflect.hasMetadata('method', handler))
      .map((handler) =>
        `/${base}/${String(Reflect.getMetadata('path', handler))}`.replace(/\/+$/, '').replaceAll('//', '/'),
      );
    expect(paths).toHaveLength(FEEDS.length);
    for (const path of paths) {
      expect(FEEDS.map((row) => routeOf(row))).toContain(`GET ${path}`);
    }
  });

  it('2.22 has a row for every type of message on the command channel', () => {
    const types = [...NodeMessage.options, ...CommandMessage.options].map(({ shape }) => shape.type.value);
    expect(MESSAGE_ROWS.map(({ type }) => type).toSorted()).toEqual(types.toSorted());
  });

  it.each([
    ...ROUTE_ROWS.flatMap(({ plain, named }) => [plain, named]),
    ...MESSAGE_ROWS.map(({ verdicts }) => verdicts),
  ])('2.23 knows everybody in each row: %s', (columns) => {
    expect(columns.split(' ')).toHaveLength(WHO.length);
  });
});

describe.each(KINDS)('2 over HTTP, %s', (kind) => {
  let cast: Cast;
  let job = '';
  beforeAll(async () => {
    cast = await Cast.assemble(kind, 'http');
    job = await finishedJob(cast, kind);
    const made = await cast.tenant.as('admin').post(`/organizations/${cast.tenant.organization}/nodes`, { name: NODE });
    expect(made.status).toBe(201);
  });

  const statusOf = async (who: Who, { call, body }: RouteRow, at: string): Promise<number> => {
    const [method = '', text = ''] = call.split(' ');
    const { organization } = cast.tenant;
    const path = text
      .replaceAll('SELF', `${organization}-member`)
      .replaceAll('ORG', organization)
      .replaceAll('JOB', job)
      .replaceAll('CCPK', CCPK);
    const content = /^P/.test(method) ? { body: call.includes('/cancel') ? undefined : (body ?? {}) } : {};
    const headers = call.includes('/job_status_feed') ? { headers: { Accept: 'text/event-stream' } } : {};
    const signed = cast.as(who)?.signed(method, path, { ...content, ...headers });
    const response = await open(at, signed ?? { method, path });
    response.destroy(); // a feed does not end, and nobody reads on
    return response.statusCode ?? 0;
  };

  const statuses = (row: RouteRow, at = origin): Promise<string[]> =>
    Promise.all(WHO.map(async (who) => `${who} ${await statusOf(who, row, at)}`));
  const expected = (row: RouteRow): string[] => row[kind].split(' ').map((status, i) => `${WHO[i]} ${status}`);

  it.each(ROUTE_ROWS)(`2.24 ${CASES[kind]}: $call`, async (row) => {
    expect(await statuses(row)).toEqual(expected(row));
  });

  it.each(FEEDS)(`2.25 ${CASES[kind]}, of the feed service itself: $call`, async (row) => {
    expect(await statuses(row, feedOrigin)).toEqual(expected(row));
  });
});

describe.each(KINDS)('2 over ZeroMQ, %s', (kind) => {
  let cast: Cast;
  beforeAll(async () => {
    const clients = MESSAGE_ROWS.flatMap(({ type }) => WHO.flatMap((who) => Object.values(playersOf(type, who))));
    cast = await Cast.assemble(kind, 'zmq', clients);
  });

  it.each(MESSAGE_ROWS)(`2.26 ${CASES[kind]}: $type`, async ({ type, verdicts }) => {
    const found = await Promise.all(WHO.map(async (who) => `${who} ${await verdictOn(cast, who, type)}`));
    const letters = verdicts.split(' ') as (keyof typeof VERDICTS)[]; // a letter that is none of them fails below
    expect(found).toEqual(letters.map((letter, i) => `${WHO[i]} ${VERDICTS[letter]}`));
  });
});

/** A job that has run on the node, with output. */
async function finishedJob({ tenant }: Cast, kind: Kind): Promise<string> {
  await using node = await configured(tenant, tenant.as(NODE), NODE);
  if (node === undefined) throw new Error('the node gets no configuration');
  node.connect();
  await node.heartbeat();
  await node.next('abort');
  await node.send('aborted');
  node.beatEvery(200);
  await eventually('the node is available', async () => {
    const { json } = await tenant.as('reader').get(tenant.path(`node_states/${NODE}`));
    return (json as { availability: string }).availability === 'available'; // the tests of section 3 check its shape
  });
  const writer = tenant.as(kind === 'plain' ? 'admin' : 'writer');
  const id = await tenant.startJob(writer, { command: 'true', nodes: [NODE], capture_output: true });
  await node.next('commit');
  node.beatEvery(undefined);
  await node.send('ack_commit', { job_id: id });
  await node.next('run');
  await node.send('ack_run', { job_id: id });
  await node.send('succeeded', { job_id: id, stdout: 'out', stderr: '' });
  await eventually('the job is complete', async () => {
    const { json } = await tenant.as('reader').get(tenant.path(`jobs/${id}`));
    return (json as { status: string }).status === 'complete'; // likewise
  });
  return id;
}
