import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type {
  CancelJob__Output,
  CancelledJob,
  CreatedJob,
  CreateJob__Output,
  CreateJobs__Output,
  Creations,
  GetJob__Output,
  Job,
  JobList,
  ListJobs__Output,
  UnfinishedJobs,
} from '@push-jobs/contracts';
import { JobChanges } from '../machine/job-changes.ts';
import { CreateJobs } from './create.ts';
import { ReadJobs } from './read.ts';

/** What the gateway calls. */
@Controller()
export class JobsController {
  constructor(
    private readonly creating: CreateJobs,
    private readonly reading: ReadJobs,
    private readonly changes: JobChanges,
  ) {}

  @GrpcMethod('Jobs', 'Create')
  async create(request: CreateJob__Output): Promise<CreatedJob> {
    return { jobId: await this.creating.create(request) };
  }

  @GrpcMethod('Jobs', 'CreateAll')
  async createAll({ jobs }: CreateJobs__Output): Promise<Creations> {
    return { outcomes: await Promise.all(jobs.map((job) => this.creating.tryToCreate(job))) };
  }

  @GrpcMethod('Jobs', 'Get')
  get({ organization, jobId, includeFile }: GetJob__Output): Promise<Job> {
    return this.reading.get(organization, jobId, includeFile);
  }

  @GrpcMethod('Jobs', 'List')
  async list(request: ListJobs__Output): Promise<JobList> {
    return this.reading.list(request);
  }

  @GrpcMethod('Jobs', 'Cancel')
  async cancel({ organization, jobId, nodes }: CancelJob__Output): Promise<CancelledJob> {
    await this.reading.mustExist(organization, jobId);
    await this.changes.commit([{ jobId, input: { type: 'cancel', ...(nodes.length === 0 ? {} : { nodes }) } }]);
    return {};
  }

  @GrpcMethod('Jobs', 'Unfinished')
  async unfinished(): Promise<UnfinishedJobs> {
    return { jobIds: await this.reading.unfinished() };
  }
}
