import { describe, expect, it } from 'vitest';
import { type Input, NODE_NEWS, type NodeNews } from './inputs.ts';
import { newJob, restoreJob } from './job.ts';
import { FINISHED_JOB_STATUSES, type JobStatus, type NodeStatus } from './statuses.ts';
import { step } from './step.ts';

const NOTHING = { nodes: [], events: [], effects: [] };
const job = (status: JobStatus, nodes: Record<string, NodeStatus>, quorum = 2) =>
  restoreJob({ id: 'j', quorum, status, nodes: Object.entries(nodes) });
const news = (node: string, what: NodeNews, reason?: string): Input => ({
  type: 'news',
  node,
  news: what,
  ...(reason !== undefined && { reason }),
});
const voteTimeout: Input = { type: 'deadline', of: 'voting' };
const runTimeout: Input = { type: 'deadline', of: 'running' };

describe('the start', () => {
  it('asks every node and arms the voting timeout', () => {
    expect(step(newJob({ id: 'j', quorum: 2, nodes: ['a', 'b'] }), { type: 'start', down: [] })).toEqual({
      status: 'voting',
      nodes: [],
      events: [{ event: 'start' }],
      effects: [{ type: 'commit' }, { type: 'arm', deadline: 'voting' }],
    });
  });

  it('counts nodes that are away as down at once, each only once, and knows no strangers', () => {
    const start: Input = { type: 'start', down: ['b', 'stranger', 'b'] };
    expect(step(newJob({ id: 'j', quorum: 1, nodes: ['a', 'b'] }), start)).toEqual({
      status: 'voting',
      nodes: [{ node: 'b', status: 'unavailable', reason: 'the node was offline or in rehab when the job started' }],
      events: [{ event: 'start' }, { event: 'quorum_vote', node: 'b', status: 'down' }, { event: 'rehab', node: 'b' }],
      effects: [{ type: 'rehab', nodes: ['b'] }, { type: 'commit' }, { type: 'arm', deadline: 'voting' }],
    });
  });

  it('fails the quorum at once when every node is away, asking nobody', () => {
    expect(step(newJob({ id: 'j', quorum: 1, nodes: ['a'] }), { type: 'start', down: ['a'] })).toEqual({
      status: 'quorum_failed',
      nodes: [{ node: 'a', status: 'unavailable', reason: 'the node was offline or in rehab when the job started' }],
      events: [
        { event: 'start' },
        { event: 'quorum_vote', node: 'a', status: 'down' },
        { event: 'rehab', node: 'a' },
        { event: 'job_complete', status: 'quorum_failed' },
      ],
      effects: [{ type: 'rehab', nodes: ['a'] }, { type: 'finished' }],
    });
  });

  it('completes at once when every node is away and none is needed', () => {
    expect(step(newJob({ id: 'j', quorum: 0, nodes: ['a'] }), { type: 'start', down: ['a'] })).toEqual({
      status: 'complete',
      nodes: [{ node: 'a', status: 'unavailable', reason: 'the node was offline or in rehab when the job started' }],
      events: [
        { event: 'start' },
        { event: 'quorum_vote', node: 'a', status: 'down' },
        { event: 'rehab', node: 'a' },
        { event: 'quorum_succeeded' },
        { event: 'job_complete', status: 'complete' },
      ],
      effects: [{ type: 'rehab', nodes: ['a'] }, { type: 'finished' }],
    });
  });

  it('leaves out nodes that were cancelled before it, away or not', () => {
    const start: Input = { type: 'start', down: ['a'] };
    expect(step(job('new', { a: 'aborted', b: 'new' }), start)).toEqual({
      status: 'voting',
      nodes: [],
      events: [{ event: 'start' }],
      effects: [{ type: 'commit' }, { type: 'arm', deadline: 'voting' }],
    });
  });

  it('does nothing when repeated', () => {
    expect(step(job('voting', { a: 'new' }), { type: 'start', down: ['a'] })).toEqual(NOTHING);
    expect(step(job('running', { a: 'running' }), { type: 'start', down: ['a'] })).toEqual(NOTHING);
  });

  it('is awaited: until then neither news nor deadlines count', () => {
    const waiting = newJob({ id: 'j', quorum: 1, nodes: ['a'] });
    for (const what of NODE_NEWS) expect(step(waiting, news('a', what))).toEqual(NOTHING);
    expect(step(waiting, voteTimeout)).toEqual(NOTHING);
    expect(step(waiting, runTimeout)).toEqual(NOTHING);
  });
});

describe('the quorum', () => {
  it('runs the ready nodes once the last vote is in, counting that vote', () => {
    expect(step(job('voting', { a: 'ready', b: 'new' }), news('b', 'ack_commit'))).toEqual({
      status: 'running',
      nodes: [{ node: 'b', status: 'ready' }],
      events: [{ event: 'quorum_vote', node: 'b', status: 'success' }, { event: 'quorum_succeeded' }],
      effects: [{ type: 'run' }, { type: 'arm', deadline: 'running' }],
    });
  });

  it('may hold although the last vote is a no', () => {
    expect(step(job('voting', { a: 'ready', b: 'new' }, 1), news('b', 'nack_commit'))).toEqual({
      status: 'running',
      nodes: [{ node: 'b', status: 'nacked', reason: 'the node refused the job' }],
      events: [{ event: 'quorum_vote', node: 'b', status: 'failure' }, { event: 'quorum_succeeded' }],
      effects: [{ type: 'run' }, { type: 'arm', deadline: 'running' }],
    });
  });

  it('releases the ready nodes without a word in the feed when it fails', () => {
    expect(step(job('voting', { a: 'ready', b: 'new', c: 'nacked' }), news('b', 'nack_commit'))).toEqual({
      status: 'quorum_failed',
      nodes: [
        { node: 'b', status: 'nacked', reason: 'the node refused the job' },
        { node: 'a', status: 'was_ready', reason: 'too few nodes were ready' },
      ],
      events: [
        { event: 'quorum_vote', node: 'b', status: 'failure' },
        { event: 'job_complete', status: 'quorum_failed' },
      ],
      effects: [{ type: 'abort', nodes: ['a'] }, { type: 'finished' }],
    });
  });

  it('fails when more nodes are asked for than there are, and names the last voter once, as it ended', () => {
    expect(step(job('voting', { a: 'new' }, 2), news('a', 'ack_commit'))).toEqual({
      status: 'quorum_failed',
      nodes: [{ node: 'a', status: 'was_ready', reason: 'too few nodes were ready' }],
      events: [
        { event: 'quorum_vote', node: 'a', status: 'success' },
        { event: 'job_complete', status: 'quorum_failed' },
      ],
      effects: [{ type: 'abort', nodes: ['a'] }, { type: 'finished' }],
    });
  });

  it('of nobody holds without anybody, and the job is complete', () => {
    expect(step(job('voting', { a: 'new' }, 0), news('a', 'nack_commit'))).toEqual({
      status: 'complete',
      nodes: [{ node: 'a', status: 'nacked', reason: 'the node refused the job' }],
      events: [
        { event: 'quorum_vote', node: 'a', status: 'failure' },
        { event: 'quorum_succeeded' },
        { event: 'job_complete', status: 'complete' },
      ],
      effects: [{ type: 'finished' }],
    });
  });
});

describe('the voting timeout', () => {
  it('counts who has not answered as unavailable and settles the vote', () => {
    expect(step(job('voting', { a: 'new', b: 'ready', c: 'new' }, 1), voteTimeout)).toEqual({
      status: 'running',
      nodes: [
        { node: 'a', status: 'unavailable', reason: 'no answer to the vote in time' },
        { node: 'c', status: 'unavailable', reason: 'no answer to the vote in time' },
      ],
      events: [
        { event: 'quorum_vote', node: 'a', status: 'voting_timeout' },
        { event: 'quorum_vote', node: 'c', status: 'voting_timeout' },
        { event: 'quorum_succeeded' },
      ],
      effects: [{ type: 'abort', nodes: ['a', 'c'] }, { type: 'run' }, { type: 'arm', deadline: 'running' }],
    });
  });

  it('releases silent and ready nodes alike when the quorum fails', () => {
    expect(step(job('voting', { a: 'new', b: 'ready' }), voteTimeout)).toEqual({
      status: 'quorum_failed',
      nodes: [
        { node: 'a', status: 'unavailable', reason: 'no answer to the vote in time' },
        { node: 'b', status: 'was_ready', reason: 'too few nodes were ready' },
      ],
      events: [
        { event: 'quorum_vote', node: 'a', status: 'voting_timeout' },
        { event: 'job_complete', status: 'quorum_failed' },
      ],
      effects: [{ type: 'abort', nodes: ['a', 'b'] }, { type: 'finished' }],
    });
  });

  it('does nothing once the job runs', () => {
    expect(step(job('running', { a: 'ready' }), voteTimeout)).toEqual(NOTHING);
  });
});

describe('the run', () => {
  it('is complete with the last result, whatever the results were', () => {
    expect(step(job('running', { a: 'crashed', b: 'running' }), news('b', 'failed'))).toEqual({
      status: 'complete',
      nodes: [{ node: 'b', status: 'failed' }],
      events: [
        { event: 'run_complete', node: 'b', status: 'failure' },
        { event: 'job_complete', status: 'complete' },
      ],
      effects: [{ type: 'finished' }],
    });
  });

  it('is complete when its last node crashes, which still goes to rehab', () => {
    expect(step(job('running', { a: 'succeeded', b: 'ready' }), news('b', 'down'))).toEqual({
      status: 'complete',
      nodes: [{ node: 'b', status: 'crashed', reason: 'the node went offline' }],
      events: [
        { event: 'rehab', node: 'b' },
        { event: 'run_complete', node: 'b', status: 'crashed' },
        { event: 'job_complete', status: 'complete' },
      ],
      effects: [{ type: 'rehab', nodes: ['b'] }, { type: 'finished' }],
    });
  });

  it('times out with every node that has not finished, which the feed does not name', () => {
    expect(step(job('running', { a: 'ready', b: 'running', c: 'succeeded' }), runTimeout)).toEqual({
      status: 'timed_out',
      nodes: [
        { node: 'a', status: 'timed_out', reason: 'the command had not ended when the run timeout passed' },
        { node: 'b', status: 'timed_out', reason: 'the command had not ended when the run timeout passed' },
      ],
      events: [{ event: 'job_complete', status: 'timed_out' }],
      effects: [{ type: 'abort', nodes: ['a', 'b'] }, { type: 'finished' }],
    });
  });

  it('does not time out while the vote goes on', () => {
    expect(step(job('voting', { a: 'new' }), runTimeout)).toEqual(NOTHING);
  });
});

describe('a cancel of the whole job', () => {
  it('ends a job that has not started, sending nodes nothing that could end other work of theirs', () => {
    expect(step(newJob({ id: 'j', quorum: 1, nodes: ['a'] }), { type: 'cancel' })).toEqual({
      status: 'aborted',
      nodes: [{ node: 'a', status: 'aborted', reason: 'the job was cancelled on this node' }],
      events: [{ event: 'job_complete', status: 'aborted' }],
      effects: [{ type: 'finished' }],
    });
  });

  it('ends a vote', () => {
    expect(step(job('voting', { a: 'new', b: 'ready', c: 'nacked' }), { type: 'cancel' })).toEqual({
      status: 'aborted',
      nodes: [
        { node: 'a', status: 'aborted', reason: 'the job was cancelled on this node' },
        { node: 'b', status: 'aborted', reason: 'the job was cancelled on this node' },
      ],
      events: [
        { event: 'quorum_vote', node: 'a', status: 'aborted' },
        { event: 'quorum_vote', node: 'b', status: 'aborted' },
        { event: 'job_complete', status: 'aborted' },
      ],
      effects: [{ type: 'abort', nodes: ['a', 'b'] }, { type: 'finished' }],
    });
  });

  it('ends a run', () => {
    expect(step(job('running', { a: 'ready', b: 'running', c: 'succeeded' }), { type: 'cancel' })).toEqual({
      status: 'aborted',
      nodes: [
        { node: 'a', status: 'aborted', reason: 'the job was cancelled on this node' },
        { node: 'b', status: 'aborted', reason: 'the job was cancelled on this node' },
      ],
      events: [
        { event: 'run_complete', node: 'a', status: 'aborted' },
        { event: 'run_complete', node: 'b', status: 'aborted' },
        { event: 'job_complete', status: 'aborted' },
      ],
      effects: [{ type: 'abort', nodes: ['a', 'b'] }, { type: 'finished' }],
    });
  });
});

describe('a cancel of some nodes', () => {
  it('leaves the others, the finished and the strangers alone', () => {
    const cancel: Input = { type: 'cancel', nodes: ['b', 'stranger', 'c', 'b'] };
    expect(step(job('running', { a: 'running', b: 'running', c: 'failed' }), cancel)).toEqual({
      nodes: [{ node: 'b', status: 'aborted', reason: 'the job was cancelled on this node' }],
      events: [{ event: 'run_complete', node: 'b', status: 'aborted' }],
      effects: [{ type: 'abort', nodes: ['b'] }],
    });
  });

  it('completes a run of which nothing is left', () => {
    expect(step(job('running', { a: 'succeeded', b: 'running' }), { type: 'cancel', nodes: ['b'] })).toEqual({
      status: 'complete',
      nodes: [{ node: 'b', status: 'aborted', reason: 'the job was cancelled on this node' }],
      events: [
        { event: 'run_complete', node: 'b', status: 'aborted' },
        { event: 'job_complete', status: 'complete' },
      ],
      effects: [{ type: 'abort', nodes: ['b'] }, { type: 'finished' }],
    });
  });

  it('settles the vote when they were the last to vote', () => {
    expect(step(job('voting', { a: 'ready', b: 'new' }, 1), { type: 'cancel', nodes: ['b'] })).toEqual({
      status: 'running',
      nodes: [{ node: 'b', status: 'aborted', reason: 'the job was cancelled on this node' }],
      events: [{ event: 'quorum_vote', node: 'b', status: 'aborted' }, { event: 'quorum_succeeded' }],
      effects: [{ type: 'abort', nodes: ['b'] }, { type: 'run' }, { type: 'arm', deadline: 'running' }],
    });
  });

  it('keeps them out of a vote that has yet to start', () => {
    const before = newJob({ id: 'j', quorum: 1, nodes: ['a', 'b'] });
    expect(step(before, { type: 'cancel', nodes: ['b'] })).toEqual({
      nodes: [{ node: 'b', status: 'aborted', reason: 'the job was cancelled on this node' }],
      events: [],
      effects: [],
    });
  });

  it('of no nodes at all is no cancel of the job', () => {
    expect(step(job('running', { a: 'running' }), { type: 'cancel', nodes: [] })).toEqual(NOTHING);
  });
});

describe('what is not for this job', () => {
  it('news from a stranger does nothing', () => {
    for (const status of ['voting', 'running'] as const)
      for (const what of NODE_NEWS)
        expect(step(job(status, { a: 'ready', b: 'new' }), news('x', what))).toEqual(NOTHING);
  });

  it.each(FINISHED_JOB_STATUSES)('nothing happens to a job that is %s', (status) => {
    const over = job(status, { a: 'succeeded', b: 'crashed' });
    const inputs: Input[] = [{ type: 'start', down: ['a'] }, voteTimeout, runTimeout, { type: 'cancel' }];
    for (const input of inputs) expect(step(over, input)).toEqual(NOTHING);
    for (const what of NODE_NEWS) expect(step(over, news('a', what))).toEqual(NOTHING);
  });
});

describe('a live node in a phase that cannot have it', () => {
  it('counts as ready when it is running before the vote has ended', () => {
    const made = step(job('voting', { a: 'running', b: 'new' }), news('a', 'other'));
    expect(made.nodes).toMatchObject([{ node: 'a', status: 'unavailable' }]);
  });

  it('counts as ready when it is new after the vote has ended', () => {
    const made = step(job('running', { a: 'new', b: 'running' }), news('a', 'down'));
    expect(made.nodes).toMatchObject([{ node: 'a', status: 'crashed' }]);
  });
});

describe('the reason kept with a node', () => {
  const reasonAfter = (input: Input) => step(job('voting', { a: 'new', b: 'new' }), input).nodes[0]?.reason;

  it('is what the node said, where it said something', () => {
    expect(reasonAfter(news('a', 'nack_commit', 'no such user: deploy'))).toBe('no such user: deploy');
  });

  it('is ours where the node sent an empty one', () => {
    expect(reasonAfter(news('a', 'nack_commit', ''))).toBe('the node refused the job');
  });

  it('is absent where all goes well', () => {
    expect(step(job('voting', { a: 'new', b: 'new' }), news('a', 'ack_commit')).nodes).toEqual([
      { node: 'a', status: 'ready' },
    ]);
  });
});
