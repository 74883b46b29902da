import {
  errorOf,
  PATIENT,
  SHARED_CALLS,
  unary,
  type CreateJob,
  type Creation__Output,
  type JobsClient,
} from '@push-jobs/contracts';
import { Batches, currentTrace } from '@push-jobs/platform';

/** A call carries at most about so many jobs and characters, and always at least one job. */
const CALL_JOBS = 500;
const CALL_CHARACTERS = 4_000_000;

/** Jobs on their way to the orchestrator: the more there are, the more of them share a call. */
export class Creations {
  private readonly batches: Batches<CreateJob, Creation__Output>;

  constructor(private readonly client: JobsClient) {
    const shape = { span: 'create jobs', cut: howMany, ...SHARED_CALLS };
    this.batches = new Batches({ work: (jobs) => this.call(jobs), ...shape });
  }

  /**
   * Answers with the job's id once it is durable.
   * @throws ServiceError
   */
  async create(job: CreateJob): Promise<string> {
    const asked = { ...job, traceparent: currentTrace() ?? '' };
    const { jobId, refusal } = await this.batches.add(asked);
    if (jobId !== undefined) return jobId;
    throw errorOf(refusal);
  }

  private async call(jobs: readonly CreateJob[]): Promise<Creation__Output[]> {
    const { outcomes } = await unary(this.client, this.client.CreateAll, { jobs: [...jobs] }, PATIENT);
    return jobs.map((_job, i) => outcomes[i] ?? {});
  }
}

function howMany(waiting: readonly CreateJob[]): number {
  let characters = 0;
  const end = waiting.findIndex((job, i) => {
    characters += weigh(job);
    return i >= CALL_JOBS || characters > CALL_CHARACTERS;
  });
  return end === -1 ? waiting.length : end;
}

function weigh({ spec }: CreateJob): number {
  const { command = '', file = '', nodes = [], env } = spec ?? {};
  const variables = Object.entries(env?.variables ?? {}).flat();
  return [command, file, ...nodes, ...variables].reduce((sum, text) => sum + text.length, 0);
}
