import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobStory, jobComplete, QUORUM, rehab, vote } from './support-nodes/job-story.ts';
import { ADMINISTERED } from './support-nodes/presence.ts';
import { StockNode } from './support-nodes/stock-node.ts';
import { Turns } from './support-nodes/turns.ts';
import { Tenant } from './support-http/tenant.ts';

const subjects = new Turns('subject');
let tenant: Tenant;
/** Holds the vote open for as long as a test wants. */
let other: StockNode;
beforeAll(async () => {
  const clients = [...subjects.all, 'other', 'ready', 'silent', 'refusing', 'restarting'];
  tenant = await Tenant.create('section-7-voting', { ...ADMINISTERED, clients });
  other = await StockNode.available(tenant, 'other');
});
afterAll(() => other[Symbol.asyncDispose]());

/** How a node comes to stand where it does in a vote, and what the feed says of that. */
const COLUMNS = {
  new: { lines: () => [], act: async () => undefined },
  ready: { lines: (node) => [vote(node, 'success')], act: (node) => node.says('ack_commit') },
  final: { lines: (node) => [vote(node, 'failure')], act: (node) => node.says('nack_commit') },
} as const satisfies Record<
  string,
  { lines: (node: StockNode) => string[]; act: (node: StockNode) => Promise<unknown> }
>;

type Row = 'ack_commit' | 'nack_commit' | 'down' | 'ack_run' | 'nack_run' | 'succeeded' | 'failed' | 'aborted';

interface Cell {
  readonly row: Row;
  readonly column: keyof typeof COLUMNS;
  readonly becomes: string;
  readonly tells: (node: StockNode) => string[];
}

const lost = (node: StockNode) => [rehab(node)];
const down = (node: StockNode) => [vote(node, 'down'), rehab(node)];
const died = (node: StockNode) => [rehab(node), vote(node, 'client_died_while_voting')];

const cell = (row: Row, column: keyof typeof COLUMNS, becomes: string, tells: Cell['tells']): Cell => {
  return { row, column, becomes, tells };
};

/** The node's status counts when the vote failed in the end: who was still ready is `was_ready` then. */
const CELLS: readonly Cell[] = [
  cell('ack_commit', 'new', 'was_ready', (node) => [vote(node, 'success')]),
  cell('ack_commit', 'ready', 'was_ready', (node) => [vote(node, 'unexpected_commit')]),
  cell('ack_commit', 'final', 'nacked', died),
  cell('nack_commit', 'new', 'nacked', (node) => [vote(node, 'failure')]),
  cell('nack_commit', 'ready', 'unavailable', (node) => [rehab(node), vote(node, 'lost_availibility')]),
  cell('nack_commit', 'final', 'nacked', died),
  cell('down', 'new', 'unavailable', down),
  cell('down', 'ready', 'unavailable', down),
  cell('down', 'final', 'nacked', down),
  ...(['ack_run', 'nack_run', 'succeeded', 'failed', 'aborted'] as const).flatMap((row) => [
    cell(row, 'new', 'unavailable', lost),
    cell(row, 'ready', 'unavailable', lost),
    cell(row, 'final', 'nacked', lost),
  ]),
];

/** Wire contract section 7 numbers its rows. */
const RULE: Record<Row, string> = {
  ack_commit: '7.6',
  nack_commit: '7.7',
  down: '7.8',
  ...{ ack_run: '7.9', nack_run: '7.9', succeeded: '7.9', failed: '7.9', aborted: '7.9' },
};

describe('7 while voting', () => {
  it.each(CELLS.map((cell) => [RULE[cell.row], cell.row, cell.column, cell] as const))(
    '%s %s of a node that is %s',
    async (_rule, row, column, { becomes, tells }) => {
      await using subject = await StockNode.available(tenant, subjects.next());
      using story = await JobStory.begins(tenant, [subject, other]);
      await Promise.all([subject.asked(), other.asked()]);
      const before = COLUMNS[column].lines(subject);
      await COLUMNS[column].act(subject);
      await story.tells(...before);

      if (row === 'down') subject.restarts();
      else await subject.says(row);
      const told = [...before, ...tells(subject)];
      await story.tells(...told);
      const isInRehab = told.includes(rehab(subject));
      if (isInRehab) await subject.recovers();

      await other.says('nack_commit');
      expect(await story.toEnd()).toEqual([...told, vote(other, 'failure'), jobComplete('quorum_failed')]);
      const { nodes } = await story.job();
      const expected =
        becomes === 'nacked' ? { nacked: ['other', subject.name] } : { [becomes]: [subject.name], nacked: ['other'] };
      expect(sorted(nodes)).toEqual(expected);
      expect((await subject.presence()).availability).toBe('available');
    },
  );

  it('7.8 a node that falls silent is down', async () => {
    await using subject = await StockNode.available(tenant, subjects.next());
    using story = await JobStory.begins(tenant, [subject, other], { quorum: 1 });
    await Promise.all([subject.asked(), other.asked()]);
    subject.goesSilent();
    await other.says('ack_commit');
    await other.runs();
    await other.says('succeeded');
    const lines = await story.toEnd();
    expect(lines.filter((line) => line.includes(subject.name))).toEqual(down(subject));
    expect((await story.job()).nodes).toEqual({ unavailable: [subject.name], succeeded: ['other'] });
  });

  it('7.10 the voting timeout takes those who did not answer, in silence, and nobody else', async () => {
    await using ready = await StockNode.available(tenant, 'ready');
    await using silent = await StockNode.available(tenant, 'silent');
    await using refusing = await StockNode.available(tenant, 'refusing');
    using story = await JobStory.begins(tenant, [ready, silent, refusing], { quorum: 1 });
    await Promise.all([ready.asked(), silent.asked(), refusing.asked()]);
    await ready.says('ack_commit');
    await story.tells(vote(ready, 'success'));
    await refusing.says('nack_commit');
    await story.tells(vote(ready, 'success'), vote(refusing, 'failure'));

    await silent.hears('abort');
    await ready.runs();
    await ready.says('succeeded');
    expect(await story.toEnd()).toEqual([
      vote(ready, 'success'),
      vote(refusing, 'failure'),
      vote(silent, 'voting_timeout'),
      QUORUM,
      'run_start {"node":"ready"}',
      'run_complete {"node":"ready","status":"success"}',
      jobComplete('complete'),
    ]);
    expect((await story.job()).nodes).toEqual({ succeeded: ['ready'], unavailable: ['silent'], nacked: ['refusing'] });
    expect((await silent.presence()).availability).toBe('available');
  });
});

const sorted = (nodes: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(Object.entries(nodes).map(([status, names]) => [status, [...names].sort()]));
