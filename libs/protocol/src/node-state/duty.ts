import type { NodeHeartbeat } from '../messages.ts';
import type { Duty, DutyPhase, IsOpenJob, JobMessage, NodeNews } from './state.ts';

/** What a heartbeat says of a duty: `elsewhere` is an idle node, and one that is at another job. */
type Seen = 'elsewhere' | 'committed' | 'running';
type Finding = 'agrees' | Extract<NodeNews, 'ack_commit' | 'ack_run' | 'missed' | 'lost'>;

/**
 * What follows from a heartbeat that does not agree with the duty. Messages of one connection stay in order, so a node
 * that is further than we heard has lost its answer (at once: it must have sent one), and a node that is not as far has
 * lost our command or its result.
 */
const FINDINGS: Readonly<Record<DutyPhase, Readonly<Record<Seen, Finding>>>> = {
  commit: { elsewhere: 'missed', committed: 'ack_commit', running: 'ack_run' },
  committed: { elsewhere: 'lost', committed: 'agrees', running: 'ack_run' },
  run: { elsewhere: 'lost', committed: 'missed', running: 'ack_run' },
  running: { elsewhere: 'lost', committed: 'lost', running: 'agrees' },
};

const AGREED = { ack_commit: 'committed', ack_run: 'running' } as const satisfies Partial<
  Record<JobMessage['type'], DutyPhase>
>;

/**
 * A beat may be overtaken by a command or an answer, so one proves nothing, nor do two that are very close together: the
 * last of those that agree has to come this much after the first.
 */
const DOUBT_AT_LEAST_MS = 1_000;

export interface Reconciled {
  readonly duty: Duty | undefined;
  /** News of the duty's job. */
  readonly news?: Exclude<Finding, 'agrees'>;
}

/** Compares the heartbeat of an idle-phase node with a duty in an open job. */
export function reconcile(duty: Duty, beat: NodeHeartbeat, nowMs: number): Reconciled {
  const finding = FINDINGS[duty.phase][seen(duty, beat)];
  switch (finding) {
    case 'agrees':
      return { duty: duty.contradictions === 0 ? duty : moved(duty, duty.phase) };
    case 'ack_commit':
      return { duty: { ...moved(duty, 'committed'), concluded: finding }, news: finding };
    case 'ack_run':
      return { duty: { ...moved(duty, 'running'), concluded: finding }, news: finding };
    default:
      return contradict(duty, finding, nowMs);
  }
}

/** The duty that a heartbeat shows: a broker that a node reconnects to learns it before anybody tells it. */
export function learn(beat: NodeHeartbeat, isOpenJob: IsOpenJob): Duty | undefined {
  if (beat.job_id === null || beat.job_state === 'idle' || isOpenJob(beat.job_id) !== true) return undefined;
  return { jobId: beat.job_id, phase: beat.job_state, contradictions: 0 };
}

/** The duty after the node itself spoke of a job. It leaves a duty in another job alone, unless that one is only asked. */
export function answered(duty: Duty | undefined, answer: JobMessage['type'], jobId: string): Duty | undefined {
  const mine = duty?.jobId === jobId ? duty : undefined;
  if (!isAgreement(answer)) return mine === undefined ? duty : undefined;
  if (mine === undefined && duty !== undefined && duty.phase !== 'commit') return duty;
  return moved(mine ?? { jobId, phase: 'commit', contradictions: 0 }, AGREED[answer]);
}

/** Whether an answer was already concluded from a heartbeat that overtook it. */
export function isConcluded(duty: Duty | undefined, answer: JobMessage['type'], jobId: string): boolean {
  if (duty?.jobId !== jobId || duty.concluded === undefined) return false;
  return answer === 'ack_commit' || answer === duty.concluded;
}

export const isAgreement = (answer: JobMessage['type']): answer is keyof typeof AGREED => answer in AGREED;

/**
 * The duty after the orchestrator named one. While the node owes something to an open job, another job's commit can
 * only be refused, so the first duty stays.
 */
export function assigned(duty: Duty | undefined, next: Duty | undefined, isOpenJob: IsOpenJob): Duty | undefined {
  if (duty === undefined || next === undefined) return next;
  if (duty.jobId === next.jobId) return { ...next, concluded: duty.concluded };
  return isOpenJob(duty.jobId) === false ? next : duty;
}

function contradict(duty: Duty, finding: 'missed' | 'lost', nowMs: number): Reconciled {
  const repeated = duty.doubt?.of === finding;
  const contradictions = repeated ? duty.contradictions + 1 : 1;
  const doubt = repeated ? duty.doubt : { of: finding, sinceMs: nowMs };
  if (nowMs - doubt.sinceMs < DOUBT_AT_LEAST_MS) {
    return { duty: { ...duty, contradictions, doubt } };
  }
  return { duty: finding === 'missed' ? moved(duty, duty.phase) : undefined, news: finding };
}

function seen(duty: Duty, beat: NodeHeartbeat): Seen {
  return beat.job_id === duty.jobId && beat.job_state !== 'idle' ? beat.job_state : 'elsewhere';
}

/** The duty in another phase, with nothing held against it. */
const moved = ({ jobId, concluded }: Duty, phase: DutyPhase): Duty => ({ jobId, phase, contradictions: 0, concluded });
