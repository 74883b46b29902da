import { status as grpc } from '@grpc/grpc-js';
import { Injectable } from '@nestjs/common';
import { PATIENT, unary, type Job__Output, type JobList__Output, type JobSpec } from '@push-jobs/contracts';
import { AppError } from '@push-jobs/platform';
import { Backends } from './backends.ts';
import { Creations } from './creations.ts';
import type { ListQuery } from './job-lists.ts';

const JOB_ID = /^[0-9a-f]{32}$/;

export class JobNotFound extends AppError {
  override name = 'JobNotFound';
  constructor(id: string) {
    super('not_found', `job '${id}' does not exist`);
  }
}

/** The orchestrator's jobs. A job of another organization is as unknown as one that never was. */
@Injectable()
export class JobStore {
  private readonly creations: Creations;

  constructor(private readonly backends: Backends) {
    this.creations = new Creations(backends.jobs);
  }

  /** Answers with the id, once the job is durable. */
  create(organization: string, requestedBy: string, spec: JobSpec): Promise<string> {
    return this.creations.create({ organization, requestedBy, spec });
  }

  /** Newest first. */
  async list(organization: string, which: Omit<ListQuery, 'details'>): Promise<JobList__Output> {
    const { jobs } = this.backends;
    return unary(jobs, jobs.List, { organization, ...which }, PATIENT);
  }

  /** @throws JobNotFound */
  get(organization: string, jobId: string, { includeFile }: { includeFile: boolean }): Promise<Job__Output> {
    const { jobs } = this.backends;
    return found(jobId, () => unary(jobs, jobs.Get, { organization, jobId, includeFile }, PATIENT));
  }

  /** Ends a job, or takes these nodes out of it; no nodes means the whole job. @throws JobNotFound */
  async cancel(organization: string, jobId: string, nodes: string[]): Promise<void> {
    const { jobs } = this.backends;
    await found(jobId, () => unary(jobs, jobs.Cancel, { organization, jobId, nodes }, PATIENT));
  }
}

async function found<Reply>(jobId: string, ask: () => Promise<Reply>): Promise<Reply> {
  if (!JOB_ID.test(jobId)) throw new JobNotFound(jobId);
  try {
    return await ask();
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === grpc.NOT_FOUND ? new JobNotFound(jobId) : error;
  }
}
