import type { NodeMessage, NodeResult } from '../messages.ts';
import { arrive, observe } from './node.ts';
import type { DutyPhase, Heard, NodeEffect, NodeInput, NodeState, NodeStep } from './state.ts';

const OPEN = new Set(['j1', 'j2']);
export const isOpenJob = (jobId: string): boolean | undefined => (jobId === 'unsure' ? undefined : OPEN.has(jobId));
export const INTERVAL = 10_000;

export const common = {
  node: 'web-1',
  client: 'web-1.example.com',
  org: 'acme',
  timestamp: 'Sun, 22 Nov 2026 05:00:00 GMT',
  incarnation_id: 'first',
};
export type Answer = Exclude<NodeMessage['type'], 'heartbeat'>;
export type Beat = 'idle' | ['committed' | 'running', string | null];

/** One node under observation: it counts sequences, moves a clock, and collects what is to be done. */
export class Watched {
  state: NodeState;
  nowMs = 1_000_000;
  route = 'r1';
  incarnation = 'first';
  sequence = 1;

  constructor(start: NodeStep['state']) {
    this.state = start;
  }

  beat(beat: Beat = 'idle'): string[] {
    const [job_state, job_id] = beat === 'idle' ? (['idle', null] as const) : beat;
    this.nowMs += INTERVAL;
    return this.hear({ ...common, type: 'heartbeat', sequence: 0, job_state, job_id });
  }

  say(type: Answer, job_id: string | null): string[] {
    return this.hear({ ...common, type, sequence: 0, job_id });
  }

  /** As our agent says it, again and again until it is acknowledged. */
  repeat(type: NodeResult['type'], job_id: string | null): string[] {
    return this.hear({ ...common, type, sequence: 0, job_id, ack: true });
  }

  hear(message: NodeMessage): string[] {
    this.sequence += 1;
    const said = { ...message, sequence: this.sequence, incarnation_id: this.incarnation };
    return this.input({ type: 'message', message: said, route: this.route, nowMs: this.nowMs });
  }

  tick(): string[] {
    return this.input({ type: 'tick', nowMs: this.nowMs });
  }

  second(): string[] {
    this.nowMs += 1_000;
    return this.input({ type: 'second', nowMs: this.nowMs });
  }

  rehab(jobId?: string): string[] {
    return this.input({ type: 'rehab', nowMs: this.nowMs, ...(jobId === undefined ? {} : { jobId }) });
  }

  duty(jobId: string, phase: DutyPhase): string[] {
    return this.input({ type: 'duty', duty: { jobId, phase, contradictions: 0 } });
  }

  input(input: NodeInput): string[] {
    const { state, effects } = observe(this.state, input, isOpenJob);
    this.state = state;
    return effects.map(brief);
  }

  get dutyNow(): string | undefined {
    return this.state.duty && `${this.state.duty.jobId} ${this.state.duty.phase}`;
  }
}

/** An effect in a word or two; a conclusion of ours, as against something the node said, is marked with `~`. */
function brief(effect: NodeEffect): string {
  switch (effect.type) {
    case 'send':
      return effect.message;
    case 'available':
      return effect.available ? 'available' : 'unavailable';
    case 'report':
      return `${effect.message === undefined ? '~' : ''}${effect.news} ${effect.jobId ?? '-'}`;
    case 'acknowledge':
      return `result_ack ${effect.jobId}`;
    default:
      return effect.type;
  }
}

export const first = (message: Partial<NodeMessage> = {}): Heard => ({
  message: { ...common, type: 'heartbeat', sequence: 1, job_state: 'idle', job_id: null, ...message },
  route: 'r1',
  nowMs: 1_000_000,
});
export const arrival = (heard: Heard, known: Parameters<typeof arrive>[1] = {}) => arrive(heard, known, isOpenJob);
export const briefs = ({ effects }: NodeStep): string[] => effects.map(brief);
export const inRehab = (): Watched => new Watched(arrival(first()).state);
export const idle = (): Watched => new Watched(arrival(first(), { idleIncarnation: 'first' }).state);
export function withDuty(jobId: string, phase: DutyPhase): Watched {
  const node = idle();
  node.duty(jobId, phase);
  return node;
}
