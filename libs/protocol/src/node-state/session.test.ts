import { describe, expect, it } from 'vitest';
import { CommandMessage, NodeMessage } from '../messages.ts';
import { sessionMessages } from '../recordings.fixture.ts';
import { arrive, observe } from './node.ts';
import type { NodeEffect, NodeInput, NodeState } from './state.ts';

/** What a broker would have told this library while it sent the recorded command. */
function inputFor(command: CommandMessage): NodeInput | undefined {
  if (command.type !== 'commit' && command.type !== 'run') return undefined;
  return { type: 'duty', duty: { jobId: command.job_id, phase: command.type, contradictions: 0 } };
}

describe('the recorded session of a stock client', () => {
  let state: NodeState | undefined;
  const effects: NodeEffect[] = [];
  const answers: NodeMessage[] = [];

  for (const recorded of sessionMessages) {
    let input: NodeInput | undefined;
    if (recorded.from === 'node') {
      const message = NodeMessage.parse(recorded.json);
      if (message.type !== 'heartbeat') answers.push(message);
      input = { type: 'message', message, route: 'r1', nowMs: recorded.sentMs };
    } else if (recorded.from === 'server') {
      input = inputFor(CommandMessage.parse(recorded.json));
    }
    if (input === undefined) continue;
    if (state === undefined && input.type !== 'message') throw new Error('a session begins with a message of the node');
    const step =
      state === undefined && input.type === 'message'
        ? arrive(input, {}, () => true)
        : observe(state as NodeState, input, () => true); // thrown otherwise
    state = step.state;
    effects.push(...step.effects);
  }

  it('begins with one abort, after which the node is idle for good', () => {
    expect(effects.slice(0, 3)).toEqual([
      { type: 'available', available: false },
      { type: 'send', message: 'abort' },
      { type: 'available', available: true },
    ]);
    expect(effects.slice(3).every((effect) => effect.type === 'report')).toBe(true);
    expect(state).toMatchObject({ phase: 'idle', duty: undefined, unansweredAborts: 0 });
  });

  it('brings every answer to its job, and nothing that the client did not say', () => {
    const reports = effects.flatMap((effect) => (effect.type === 'report' ? [effect.message] : []));
    expect(reports).toEqual(answers.slice(1));
    expect(reports.length).toBeGreaterThan(15);
  });
});
