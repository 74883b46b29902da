import { Batched } from '../batched.ts';
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

/** Which jobs are unfinished, as far as known at this moment. */
export class OpenJobs {
  private readonly answers = new Map<string, Answer>();
  private readonly questions = new Batched<string, boolean>((jobIds) => this.ask(jobIds));

  constructor(
    private readonly orchestrators: Orchestrators,
    private readonly events: Events,
  ) {}

  /** For libs/protocol. What is no job id at all is no open job. */
  readonly isOpen = (jobId: string): boolean | undefined => {
    if (!JOB_ID.test(jobId)) return false;
    const answer = this.answers.get(jobId);
    return answer === undefined || answer.untilMs <= Date.now() ? undefined : answer.open;
  };

  /** Whether `learn` could tell more about a job than `isOpen` does. */
  shouldLearn(jobId: string | null | undefined): jobId is string {
    if (jobId === null || jobId === undefined || !JOB_ID.test(jobId)) return false;
    const answer = this.answers.get(jobId);
    return answer === undefined || answer.untilMs <= Date.now();
  }

  /** Asks the orchestrator. Does not throw: while it is away nothing is known, and nodes keep their jobs. */
  async learn(jobId: string): Promise<void> {
    try {
      this.note(jobId, await this.questions.get(jobId));
    } catch (error) {
      this.events.unreachable('orchestrator', error);
      this.remember(jobId, { open: undefined, untilMs: Date.now() + UNKNOWN_FOR_MS });
    }
  }

  /** The orchestrator has just sent a command of this job. */
  opened(jobId: string): void {
    this.note(jobId, true);
  }

  private note(jobId: string, open: boolean): void {
    this.remember(jobId, { open, untilMs: Date.now() + (open ? OPEN_FOR_MS : CLOSED_FOR_MS) });
  }

  private remember(jobId: string, answer: Answer): void {
    this.answers.delete(jobId); // so that it goes to the end of the line
    this.answers.set(jobId, answer);
    const [oldest] = this.answers.keys();
    if (oldest !== undefined && this.answers.size > REMEMBERED_JOBS) this.answers.delete(oldest);
  }

  private async ask(jobIds: readonly string[]): Promise<boolean[]> {
    const open = new Set(await this.orchestrators.openJobs([...new Set(jobIds)]));
    return jobIds.map((jobId) => open.has(jobId));
  }
}
