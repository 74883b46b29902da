import type { IsOpenJob } from '@push-jobs/protocol';
import { Batches } from '@push-jobs/platform';
import { TOGETHER } from '../together.ts';
import type { Events } from '../events.ts';
import type { Orchestrators } from '../orchestrators.ts';

interface Answer {
  /** Undefined: the orchestrator could not be asked. */
  readonly open: boolean | undefined;
  readonly untilMs: number;
}

const OPEN_FOR_MS = 2_000;
const CLOSED_FOR_MS = 1_000;
const UNKNOWN_FOR_MS = 1_000;
const REMEMBERED_JOBS = 10_000;
const JOB_ID = /^[0-9a-f]{32}$/;

/** A job as a node of this organization names it: those of others are nothing to it. */
interface NamedJob {
  readonly organization: string;
  readonly jobId: string;
}

/** Which jobs are unfinished, as far as known at this moment. */
export class OpenJobs {
  private readonly answers = new Map<string, Answer>();
  private readonly questions = new Batches<NamedJob, boolean>({ work: (jobs) => this.ask(jobs), ...TOGETHER });

  constructor(
    private readonly orchestrators: Orchestrators,
    private readonly events: Events,
  ) {}

  /** For libs/protocol. What is no job id at all is no open job. */
  in(organization: string): IsOpenJob {
    return (jobId) => {
      if (!JOB_ID.test(jobId)) return false;
      const answer = this.answers.get(keyOf({ organization, jobId }));
      return answer === undefined || answer.untilMs <= Date.now() ? undefined : answer.open;
    };
  }

  /** Whether `learn` could tell more about a job than `in` does. */
  shouldLearn(organization: string, jobId: string): boolean {
    if (!JOB_ID.test(jobId)) return false;
    const answer = this.answers.get(keyOf({ organization, jobId }));
    return answer === undefined || answer.untilMs <= Date.now();
  }

  /** Asks the orchestrator. Does not throw: while it is away nothing is known, and nodes keep their jobs. */
  async learn(organization: string, jobId: string): Promise<void> {
    const job = { organization, jobId };
    try {
      this.note(job, await this.questions.add(job));
    } catch (error) {
      this.events.unreachable('orchestrator', error);
      this.remember(job, { open: undefined, untilMs: Date.now() + UNKNOWN_FOR_MS });
    }
  }

  /** The orchestrator has just sent a command of this job. */
  opened(organization: string, jobId: string): void {
    this.note({ organization, jobId }, true);
  }

  private note(job: NamedJob, open: boolean): void {
    this.remember(job, { open, untilMs: Date.now() + (open ? OPEN_FOR_MS : CLOSED_FOR_MS) });
  }

  private remember(job: NamedJob, answer: Answer): void {
    const key = keyOf(job);
    this.answers.delete(key); // so that it goes to the end of the line
    this.answers.set(key, answer);
    const [oldest] = this.answers.keys();
    if (oldest !== undefined && this.answers.size > REMEMBERED_JOBS) this.answers.delete(oldest);
  }

  private async ask(jobs: readonly NamedJob[]): Promise<boolean[]> {
    const named = new Map<string, Set<string>>();
    for (const { organization } of jobs) named.set(organization, new Set());
    for (const { organization, jobId } of jobs) named.get(organization)?.add(jobId);
    const open = await Promise.all([...named].map(([organization, jobIds]) => this.openOf(organization, [...jobIds])));
    const keys = new Set(open.flat().map(keyOf));
    return jobs.map((job) => keys.has(keyOf(job)));
  }

  private async openOf(organization: string, jobIds: readonly string[]): Promise<NamedJob[]> {
    const open = await this.orchestrators.openJobs(organization, jobIds);
    return open.map((jobId) => ({ organization, jobId }));
  }
}

const keyOf = ({ organization, jobId }: NamedJob): string => `${jobId} ${organization}`;
