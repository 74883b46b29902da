import { describe, expect, it } from 'vitest';
import type { Duty, DutyPhase } from './state.ts';
import { idle, INTERVAL, withDuty, type Beat } from './watched.fixture.ts';

describe('a duty', () => {
  it('follows a job that goes well', () => {
    const node = withDuty('j1', 'commit');
    const seen = [
      node.say('ack_commit', 'j1'),
      node.beat(['committed', 'j1']),
      node.duty('j1', 'run'),
      node.say('ack_run', 'j1'),
      node.beat(['running', 'j1']),
      node.beat(['running', 'j1']),
      node.say('succeeded', 'j1'),
      node.beat(),
      node.beat(),
    ];
    expect(seen.flat()).toEqual(['ack_commit j1', 'ack_run j1', 'succeeded j1']);
  });

  it.each(['nack_commit', 'nack_run', 'succeeded', 'failed'] as const)('ends with %s', (answer) => {
    const node = withDuty('j1', 'running');
    expect(node.say(answer, 'j1')).toEqual([`${answer} j1`]);
    expect([node.dutyNow, node.beat(), node.beat()]).toEqual([undefined, [], []]);
  });

  it.each<[DutyPhase, Beat, string]>([
    ['commit', ['committed', 'j1'], '~ack_commit j1'],
    ['commit', ['running', 'j1'], '~ack_run j1'],
    ['committed', ['running', 'j1'], '~ack_run j1'],
    ['run', ['running', 'j1'], '~ack_run j1'],
  ])('%s is answered at once by the heartbeat %j', (phase, beat, news) => {
    const node = withDuty('j1', phase);
    expect([node.beat(beat), node.beat(beat)]).toEqual([[news], []]);
  });

  it.each<[DutyPhase, Beat, string]>([
    ['commit', 'idle', '~missed j1'],
    ['commit', ['running', 'j2'], '~missed j1'],
    ['committed', 'idle', '~lost j1'],
    ['committed', ['running', 'j2'], '~lost j1'],
    ['run', 'idle', '~lost j1'],
    ['run', ['committed', 'j1'], '~missed j1'],
    ['run', ['running', 'j2'], '~lost j1'],
    ['running', 'idle', '~lost j1'],
    ['running', ['committed', 'j1'], '~lost j1'],
    ['running', ['running', 'j2'], '~lost j1'],
  ])('%s is contradicted by two heartbeats %j in a row, not by one', (phase, beat, news) => {
    const node = withDuty('j1', phase);
    expect([node.beat(beat), node.beat(beat)]).toEqual([[], [news]]);
  });

  it('that was lost is over; a command that was missed may be missed again', () => {
    const lost = withDuty('j1', 'running');
    expect([lost.beat(), lost.beat(), lost.beat(), lost.beat()].flat()).toEqual(['~lost j1']);
    const missed = withDuty('j1', 'commit');
    expect([missed.beat(), missed.beat(), missed.beat(), missed.beat()].flat()).toEqual(['~missed j1', '~missed j1']);
  });

  it('is not contradicted by beats that an agreeing one parts', () => {
    const node = withDuty('j1', 'running');
    const beats: Beat[] = ['idle', ['running', 'j1'], 'idle', ['running', 'j1'], 'idle'];
    expect(beats.flatMap((beat) => node.beat(beat))).toEqual([]);
  });

  it('is not contradicted by two beats that say different things', () => {
    const node = withDuty('j1', 'run');
    expect([node.beat(['committed', 'j1']), node.beat(), node.beat()]).toEqual([[], [], ['~lost j1']]);
  });

  it('is not contradicted by beats within a second', () => {
    const node = withDuty('j1', 'commit');
    const quick = () => {
      node.nowMs -= INTERVAL - 300;
      return node.beat();
    };
    expect([quick(), quick(), quick(), quick()]).toEqual([[], [], [], []]);
    expect(quick()).toEqual(['~missed j1']);
  });

  it('starts without doubts when its command is sent again', () => {
    const node = withDuty('j1', 'commit');
    node.beat();
    node.duty('j1', 'commit');
    expect([node.beat(), node.beat()]).toEqual([[], ['~missed j1']]);
  });

  it('is not answered twice when a heartbeat overtook the answer', () => {
    const node = withDuty('j1', 'commit');
    expect(node.beat(['committed', 'j1'])).toEqual(['~ack_commit j1']);
    node.duty('j1', 'run');
    expect(node.say('ack_commit', 'j1')).toEqual([]);
    expect(node.say('ack_run', 'j1')).toEqual(['ack_run j1']);
    const running = withDuty('j1', 'run');
    expect(running.beat(['running', 'j1'])).toEqual(['~ack_run j1']);
    expect(running.say('ack_run', 'j1')).toEqual([]);
  });

  it('is answered as often as the node says so, where no heartbeat did', () => {
    const node = withDuty('j1', 'commit');
    expect([node.say('ack_commit', 'j1'), node.say('ack_commit', 'j1')].flat()).toEqual([
      'ack_commit j1',
      'ack_commit j1',
    ]);
  });

  it('is learned from a heartbeat where nobody named it', () => {
    const node = idle();
    node.beat(['running', 'j1']);
    expect(node.dutyNow).toBe('j1 running');
    expect([node.beat(), node.beat()]).toEqual([[], ['~lost j1']]);
  });

  it.each(['succeeded', 'nack_run', 'aborted'] as const)('is not learned from a heartbeat that %s overtook', (end) => {
    const node = withDuty('j1', 'running');
    node.say(end, 'j1');
    expect([node.beat(['running', 'j1']), node.beat(), node.beat()].flat()).toEqual([]);
  });

  it('is not learned from a heartbeat that the end of rehab overtook', () => {
    const node = withDuty('j1', 'running');
    node.rehab('j1');
    node.say('aborted', 'j1');
    expect([node.beat(['running', 'j1']), node.beat(), node.beat()].flat()).toEqual([]);
  });

  it('is what the orchestrator says rather than what a heartbeat showed', () => {
    const node = idle();
    node.beat(['committed', 'j1']);
    node.duty('j1', 'commit');
    expect(node.beat(['committed', 'j1'])).toEqual(['~ack_commit j1']);
  });

  it('in a job that ended otherwise is forgotten', () => {
    const node = withDuty('over', 'running');
    expect([node.beat(), node.beat(), node.dutyNow]).toEqual([[], [], undefined]);
  });

  it('yields to another job only where it is over, or only asked for and the node agreed to the other', () => {
    const busy = withDuty('j1', 'running');
    busy.duty('j2', 'commit');
    busy.say('nack_commit', 'j2');
    expect(busy.dutyNow).toBe('j1 running');
    busy.say('ack_commit', 'j2');
    expect(busy.dutyNow).toBe('j1 running');

    const over = withDuty('over', 'running');
    over.duty('j2', 'commit');
    expect(over.dutyNow).toBe('j2 commit');

    const asked = withDuty('j1', 'commit');
    asked.say('ack_commit', 'j2');
    expect(asked.dutyNow).toBe('j2 committed');
  });

  it('can be taken away', () => {
    const node = withDuty('j1', 'running');
    node.input({ type: 'duty', duty: undefined });
    expect([node.beat(), node.beat()]).toEqual([[], []]);
  });

  it('may be handed over with the doubts of another broker', () => {
    const node = idle();
    const duty: Duty = {
      jobId: 'j1',
      phase: 'running',
      contradictions: 1,
      doubt: { of: 'lost', sinceMs: node.nowMs },
    };
    node.input({ type: 'duty', duty });
    expect(node.beat()).toEqual(['~lost j1']);
  });
});
