import { Metadata, type ServiceError, status as grpc } from '@grpc/grpc-js';
import { unary, PATIENT, type CreateJob, type Creation__Output, type JobsClient } from '@push-jobs/contracts';

/** Calls at a time. What comes while all of them are under way goes together in the next. */
const CALLS = 2;
/** A call that takes longer holds up no other: the replica it went to may hang. */
const SLOW_MS = 250;
/** A call carries at most about so many jobs and characters, and always at least one job. */
const CALL_JOBS = 500;
const CALL_CHARACTERS = 4_000_000;

interface Waiting {
  readonly job: CreateJob;
  resolve(outcome: Creation__Output): void;
  reject(error: unknown): void;
}

/** Jobs on their way to the orchestrator: the more there are, the more of them share a call. */
export class Creations {
  private readonly waiting: Waiting[] = [];
  private calls = 0;

  constructor(private readonly client: JobsClient) {}

  /**
   * Answers with the job's id once it is durable.
   * @throws ServiceError
   */
  async create(job: CreateJob): Promise<string> {
    const { jobId, refusal } = await new Promise<Creation__Output>((resolve, reject) => {
      this.waiting.push({ job, resolve, reject });
      setImmediate(() => this.callNext()); // what arrives within this turn goes together
    });
    if (jobId !== undefined) return jobId;
    const { code, message } = refusal ?? { code: grpc.INTERNAL, message: 'the answer says nothing of a job' };
    throw refused(code, message);
  }

  private callNext(): void {
    if (this.calls >= CALLS || this.waiting.length === 0) return;
    this.calls += 1;
    const slot = once(() => {
      this.calls -= 1;
      this.callNext();
    });
    const slow = setTimeout(slot, SLOW_MS);
    void this.call(this.waiting.splice(0, howMany(this.waiting))).finally(() => {
      clearTimeout(slow);
      slot();
    });
  }

  private async call(batch: readonly Waiting[]): Promise<void> {
    try {
      const request = { jobs: batch.map(({ job }) => job) };
      const { outcomes } = await unary(this.client, this.client.CreateAll, request, PATIENT);
      batch.forEach(({ resolve }, i) => resolve(outcomes[i] ?? {}));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

/** As if this job had had a call of its own. */
const refused = (code: grpc, details: string): ServiceError =>
  Object.assign(new Error(details), { code, details, metadata: new Metadata() });

function howMany(waiting: readonly Waiting[]): number {
  let characters = 0;
  const end = waiting.findIndex(({ job }, i) => {
    characters += weigh(job);
    return i >= CALL_JOBS || characters > CALL_CHARACTERS;
  });
  return end === -1 ? waiting.length : Math.max(end, 1);
}

function weigh({ spec }: CreateJob): number {
  const { command = '', file = '', nodes = [], env } = spec ?? {};
  const variables = Object.entries(env?.variables ?? {}).flat();
  return [command, file, ...nodes, ...variables].reduce((sum, text) => sum + text.length, 0);
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
