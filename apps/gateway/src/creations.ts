import { Metadata, type ServiceError, status as grpc } from '@grpc/grpc-js';
import { unary, PATIENT, type CreateJob, type Creation__Output, type JobsClient } from '@push-jobs/contracts';
import { Batches, currentTrace, inBatchSpan } from '@push-jobs/platform';

/** Calls at a time. */
const CALLS = 2;
/** A call that takes longer holds up no other: the replica it went to may hang. */
const SLOW_MS = 250;
/** A call carries at most about so many jobs and characters, and always at least one job. */
const CALL_JOBS = 500;
const CALL_CHARACTERS = 4_000_000;

/** Jobs on their way to the orchestrator: the more there are, the more of them share a call. */
export class Creations {
  private readonly batches: Batches<CreateJob, Creation__Output>;

  constructor(private readonly client: JobsClient) {
    this.batches = new Batches({ work: (jobs) => this.call(jobs), atOnce: CALLS, slowMs: SLOW_MS, cut: howMany });
  }

  /**
   * Answers with the job's id once it is durable.
   * @throws ServiceError
   */
  async create(job: CreateJob): Promise<string> {
    const asked = { ...job, traceparent: currentTrace() ?? '' };
    const { jobId, refusal } = await this.batches.add(asked);
    if (jobId !== undefined) return jobId;
    const { code, message } = refusal ?? { code: grpc.INTERNAL, message: 'the answer says nothing of a job' };
    throw refused(code, message);
  }

  private async call(jobs: readonly CreateJob[]): Promise<Creation__Output[]> {
    const callers = jobs.map(({ traceparent }) => traceparent);
    const { outcomes } = await inBatchSpan('create jobs', callers, () =>
      unary(this.client, this.client.CreateAll, { jobs: [...jobs] }, PATIENT),
    );
    return jobs.map((_job, i) => outcomes[i] ?? {});
  }
}

/** As if this job had had a call of its own. */
const refused = (code: grpc, details: string): ServiceError =>
  Object.assign(new Error(details), { code, details, metadata: new Metadata() });

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
