import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobComplete, JobStory, QUORUM, rehab, runComplete, runStart, vote } from './support-nodes/job-story.ts';
import { ADMINISTERED } from './support-nodes/presence.ts';
import { StockNode } from './support-nodes/stock-node.ts';
import { Turns } from './support-nodes/turns.ts';
import { Tenant } from './support-http/tenant.ts';

const subjects = new Turns('subject');
let tenant: Tenant;
/** Keeps the job running for as long as a test wants. */
let other: StockNode;
beforeAll(async () => {
  const clients = [...subjects.all, 'other', 'ready', 'running', 'done'];
  tenant = await Tenant.create('section-7-running', { ...ADMINISTERED, clients });
  other = await StockNode.available(tenant, 'other');
});
afterAll(() => other[Symbol.asyncDispose]());

type Column = 'ready' | 'running' | 'final';
type Row = 'ack_run' | 'nack_run' | 'succeeded' | 'failed' | 'down' | 'aborted' | 'ack_commit' | 'nack_commit';

interface Cell {
  readonly row: Row;
  readonly column: Column;
  readonly becomes: string;
  readonly tells: (node: StockNode) => string[];
}

const cell = (row: Row, column: Column, becomes: string, tells: Cell['tells']): Cell => {
  return { row, column, becomes, tells };
};
const nothing = () => [];
const ended = (status: string) => (node: StockNode) => [runComplete(node, status)];
const thrownOut = (status: string) => (node: StockNode) => [rehab(node), runComplete(node, status)];
const crashed = thrownOut('crashed');
const died = thrownOut('client_died_while_running');

/** The node's status counts at the end of the job; a node still at work succeeds then. */
const CELLS: readonly Cell[] = [
  cell('ack_run', 'ready', 'succeeded', (node) => [runStart(node)]),
  cell('ack_run', 'running', 'succeeded', nothing),
  cell('ack_run', 'final', 'succeeded', (node) => [runComplete(node, 'client_died_while_running'), rehab(node)]),
  cell('nack_run', 'ready', 'failed', thrownOut('run_nacked')),
  cell('nack_run', 'running', 'failed', thrownOut('run_nacked_while_running')),
  cell('nack_run', 'final', 'succeeded', died),
  cell('succeeded', 'ready', 'crashed', crashed),
  cell('succeeded', 'running', 'succeeded', ended('success')),
  cell('succeeded', 'final', 'succeeded', died),
  cell('failed', 'ready', 'crashed', crashed),
  cell('failed', 'running', 'failed', ended('failure')),
  cell('failed', 'final', 'succeeded', died),
  ...(['down', 'aborted', 'ack_commit', 'nack_commit'] as const).flatMap((row) => [
    cell(row, 'ready', 'crashed', crashed),
    cell(row, 'running', 'crashed', crashed),
    cell(row, 'final', 'succeeded', died),
  ]),
];

/** Wire contract section 7 numbers its rows. */
const RULE: Record<Row, string> = {
  ...{ ack_run: '7.16', nack_run: '7.17', succeeded: '7.18', failed: '7.19' },
  ...{ down: '7.20', aborted: '7.20', ack_commit: '7.20', nack_commit: '7.20' },
};

/** Brings a node that was told to run where the column says. @returns what the feed tells of that */
async function bring(node: StockNode, column: Column): Promise<string[]> {
  if (column === 'ready') return [];
  await node.says('ack_run');
  if (column === 'running') return [runStart(node)];
  await node.says('succeeded');
  return [runStart(node), runComplete(node, 'success')];
}

describe('7 while running', () => {
  it.each(CELLS.map((cell) => [RULE[cell.row], cell.row, cell.column, cell] as const))(
    '%s %s of a node that is %s',
    async (_rule, row, column, { becomes, tells }) => {
      await using subject = await StockNode.available(tenant, subjects.next());
      using story = await JobStory.begins(tenant, [subject, other]);
      await subject.commits();
      await story.tells(vote(subject, 'success'));
      await other.commits();
      await Promise.all([subject.hears('run'), other.hears('run')]);
      const before = [vote(subject, 'success'), vote(other, 'success'), QUORUM, ...(await bring(subject, column))];
      await story.tells(...before);

      if (row === 'down') subject.restarts();
      else await subject.says(row);
      const told = [...before, ...tells(subject)];
      await story.tells(...told);
      if (told.includes(rehab(subject))) await subject.recovers();
      const after = row === 'ack_run' && column !== 'final' ? [runComplete(subject, 'success')] : [];
      if (after.length > 0) await subject.says('succeeded');
      await story.tells(...told, ...after);

      await other.says('ack_run');
      await other.says('succeeded');
      const end = [runStart(other), runComplete(other, 'success'), jobComplete('complete')];
      expect(await story.toEnd()).toEqual([...told, ...after, ...end]);
      const { status, nodes } = await story.job();
      const expected = becomes === 'succeeded' ? ['other', subject.name] : [subject.name];
      expect([status, [...(nodes[becomes] ?? [])].sort()]).toEqual(['complete', expected]);
      expect((await subject.presence()).availability).toBe('available');
    },
  );

  it('7.20 a node that falls silent is down', async () => {
    await using subject = await StockNode.available(tenant, subjects.next());
    using story = await JobStory.begins(tenant, [subject]);
    await subject.commits();
    await subject.runs();
    await story.tells(vote(subject, 'success'), QUORUM, runStart(subject));
    subject.goesSilent();
    expect((await story.toEnd()).slice(3)).toEqual([...crashed(subject), jobComplete('complete')]);
    expect((await story.job()).nodes).toEqual({ crashed: [subject.name] });
  });

  it('7.21 the run timeout takes those who are ready or running, in silence, and 7.25 ends the job', async () => {
    await using ready = await StockNode.available(tenant, 'ready');
    await using running = await StockNode.available(tenant, 'running');
    await using done = await StockNode.available(tenant, 'done');
    using story = await JobStory.begins(tenant, [ready, running, done], { run_timeout: 4 });
    await Promise.all([ready.commits(), running.commits(), done.commits()]);
    await Promise.all([ready.hears('run'), running.runs(), done.runs()]);
    await done.says('failed');
    await Promise.all([ready.hears('abort'), running.hears('abort')]);

    const lines = await story.toEnd();
    const told = ['run_start {"node":"done"}', 'run_start {"node":"running"}', runComplete(done, 'failure')];
    expect(lines.slice(4).sort()).toEqual([...told, jobComplete('timed_out')].sort());
    expect(lines.at(-1)).toBe(jobComplete('timed_out'));
    expect(await story.job()).toMatchObject({
      status: 'timed_out',
      nodes: { timed_out: ['ready', 'running'], failed: ['done'] },
    });
    for (const node of [ready, running]) expect((await node.presence()).availability).toBe('available');
  });
});
