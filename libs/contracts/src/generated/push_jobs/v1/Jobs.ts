// Original file: proto/jobs.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CancelJob as _push_jobs_v1_CancelJob, CancelJob__Output as _push_jobs_v1_CancelJob__Output } from '../../push_jobs/v1/CancelJob.ts';
import type { CancelledJob as _push_jobs_v1_CancelledJob, CancelledJob__Output as _push_jobs_v1_CancelledJob__Output } from '../../push_jobs/v1/CancelledJob.ts';
import type { CreateJob as _push_jobs_v1_CreateJob, CreateJob__Output as _push_jobs_v1_CreateJob__Output } from '../../push_jobs/v1/CreateJob.ts';
import type { CreateJobs as _push_jobs_v1_CreateJobs, CreateJobs__Output as _push_jobs_v1_CreateJobs__Output } from '../../push_jobs/v1/CreateJobs.ts';
import type { CreatedJob as _push_jobs_v1_CreatedJob, CreatedJob__Output as _push_jobs_v1_CreatedJob__Output } from '../../push_jobs/v1/CreatedJob.ts';
import type { Creations as _push_jobs_v1_Creations, Creations__Output as _push_jobs_v1_Creations__Output } from '../../push_jobs/v1/Creations.ts';
import type { GetJob as _push_jobs_v1_GetJob, GetJob__Output as _push_jobs_v1_GetJob__Output } from '../../push_jobs/v1/GetJob.ts';
import type { Job as _push_jobs_v1_Job, Job__Output as _push_jobs_v1_Job__Output } from '../../push_jobs/v1/Job.ts';
import type { JobList as _push_jobs_v1_JobList, JobList__Output as _push_jobs_v1_JobList__Output } from '../../push_jobs/v1/JobList.ts';
import type { ListJobs as _push_jobs_v1_ListJobs, ListJobs__Output as _push_jobs_v1_ListJobs__Output } from '../../push_jobs/v1/ListJobs.ts';
import type { UnfinishedJobs as _push_jobs_v1_UnfinishedJobs, UnfinishedJobs__Output as _push_jobs_v1_UnfinishedJobs__Output } from '../../push_jobs/v1/UnfinishedJobs.ts';
import type { UnfinishedQuery as _push_jobs_v1_UnfinishedQuery, UnfinishedQuery__Output as _push_jobs_v1_UnfinishedQuery__Output } from '../../push_jobs/v1/UnfinishedQuery.ts';

/**
 * Served by the orchestrator, called by the gateway.
 */
export interface JobsClient extends grpc.Client {
  /**
   * Ends a job, or takes single nodes out of it. Idempotent.
   */
  Cancel(argument: _push_jobs_v1_CancelJob, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_CancelledJob__Output>): grpc.ClientUnaryCall;
  Cancel(argument: _push_jobs_v1_CancelJob, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_CancelledJob__Output>): grpc.ClientUnaryCall;
  Cancel(argument: _push_jobs_v1_CancelJob, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_CancelledJob__Output>): grpc.ClientUnaryCall;
  Cancel(argument: _push_jobs_v1_CancelJob, callback: grpc.requestCallback<_push_jobs_v1_CancelledJob__Output>): grpc.ClientUnaryCall;
  /**
   * Ends a job, or takes single nodes out of it. Idempotent.
   */
  cancel(argument: _push_jobs_v1_CancelJob, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_CancelledJob__Output>): grpc.ClientUnaryCall;
  cancel(argument: _push_jobs_v1_CancelJob, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_CancelledJob__Output>): grpc.ClientUnaryCall;
  cancel(argument: _push_jobs_v1_CancelJob, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_CancelledJob__Output>): grpc.ClientUnaryCall;
  cancel(argument: _push_jobs_v1_CancelJob, callback: grpc.requestCallback<_push_jobs_v1_CancelledJob__Output>): grpc.ClientUnaryCall;
  
  /**
   * Stores a job and answers once it is durable (promise 1). The job starts by itself.
   */
  Create(argument: _push_jobs_v1_CreateJob, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_CreatedJob__Output>): grpc.ClientUnaryCall;
  Create(argument: _push_jobs_v1_CreateJob, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_CreatedJob__Output>): grpc.ClientUnaryCall;
  Create(argument: _push_jobs_v1_CreateJob, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_CreatedJob__Output>): grpc.ClientUnaryCall;
  Create(argument: _push_jobs_v1_CreateJob, callback: grpc.requestCallback<_push_jobs_v1_CreatedJob__Output>): grpc.ClientUnaryCall;
  /**
   * Stores a job and answers once it is durable (promise 1). The job starts by itself.
   */
  create(argument: _push_jobs_v1_CreateJob, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_CreatedJob__Output>): grpc.ClientUnaryCall;
  create(argument: _push_jobs_v1_CreateJob, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_CreatedJob__Output>): grpc.ClientUnaryCall;
  create(argument: _push_jobs_v1_CreateJob, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_CreatedJob__Output>): grpc.ClientUnaryCall;
  create(argument: _push_jobs_v1_CreateJob, callback: grpc.requestCallback<_push_jobs_v1_CreatedJob__Output>): grpc.ClientUnaryCall;
  
  /**
   * Many at once, each as `Create` would: one that is refused fails alone.
   */
  CreateAll(argument: _push_jobs_v1_CreateJobs, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_Creations__Output>): grpc.ClientUnaryCall;
  CreateAll(argument: _push_jobs_v1_CreateJobs, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_Creations__Output>): grpc.ClientUnaryCall;
  CreateAll(argument: _push_jobs_v1_CreateJobs, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_Creations__Output>): grpc.ClientUnaryCall;
  CreateAll(argument: _push_jobs_v1_CreateJobs, callback: grpc.requestCallback<_push_jobs_v1_Creations__Output>): grpc.ClientUnaryCall;
  /**
   * Many at once, each as `Create` would: one that is refused fails alone.
   */
  createAll(argument: _push_jobs_v1_CreateJobs, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_Creations__Output>): grpc.ClientUnaryCall;
  createAll(argument: _push_jobs_v1_CreateJobs, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_Creations__Output>): grpc.ClientUnaryCall;
  createAll(argument: _push_jobs_v1_CreateJobs, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_Creations__Output>): grpc.ClientUnaryCall;
  createAll(argument: _push_jobs_v1_CreateJobs, callback: grpc.requestCallback<_push_jobs_v1_Creations__Output>): grpc.ClientUnaryCall;
  
  /**
   * NOT_FOUND where the organization has no such job.
   */
  Get(argument: _push_jobs_v1_GetJob, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_Job__Output>): grpc.ClientUnaryCall;
  Get(argument: _push_jobs_v1_GetJob, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_Job__Output>): grpc.ClientUnaryCall;
  Get(argument: _push_jobs_v1_GetJob, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_Job__Output>): grpc.ClientUnaryCall;
  Get(argument: _push_jobs_v1_GetJob, callback: grpc.requestCallback<_push_jobs_v1_Job__Output>): grpc.ClientUnaryCall;
  /**
   * NOT_FOUND where the organization has no such job.
   */
  get(argument: _push_jobs_v1_GetJob, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_Job__Output>): grpc.ClientUnaryCall;
  get(argument: _push_jobs_v1_GetJob, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_Job__Output>): grpc.ClientUnaryCall;
  get(argument: _push_jobs_v1_GetJob, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_Job__Output>): grpc.ClientUnaryCall;
  get(argument: _push_jobs_v1_GetJob, callback: grpc.requestCallback<_push_jobs_v1_Job__Output>): grpc.ClientUnaryCall;
  
  /**
   * Newest first, without `nodes`.
   */
  List(argument: _push_jobs_v1_ListJobs, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_JobList__Output>): grpc.ClientUnaryCall;
  List(argument: _push_jobs_v1_ListJobs, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_JobList__Output>): grpc.ClientUnaryCall;
  List(argument: _push_jobs_v1_ListJobs, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_JobList__Output>): grpc.ClientUnaryCall;
  List(argument: _push_jobs_v1_ListJobs, callback: grpc.requestCallback<_push_jobs_v1_JobList__Output>): grpc.ClientUnaryCall;
  /**
   * Newest first, without `nodes`.
   */
  list(argument: _push_jobs_v1_ListJobs, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_JobList__Output>): grpc.ClientUnaryCall;
  list(argument: _push_jobs_v1_ListJobs, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_JobList__Output>): grpc.ClientUnaryCall;
  list(argument: _push_jobs_v1_ListJobs, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_JobList__Output>): grpc.ClientUnaryCall;
  list(argument: _push_jobs_v1_ListJobs, callback: grpc.requestCallback<_push_jobs_v1_JobList__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ids of the jobs that have not ended, over all organizations, at most 1,000.
   */
  Unfinished(argument: _push_jobs_v1_UnfinishedQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_UnfinishedJobs__Output>): grpc.ClientUnaryCall;
  Unfinished(argument: _push_jobs_v1_UnfinishedQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_UnfinishedJobs__Output>): grpc.ClientUnaryCall;
  Unfinished(argument: _push_jobs_v1_UnfinishedQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_UnfinishedJobs__Output>): grpc.ClientUnaryCall;
  Unfinished(argument: _push_jobs_v1_UnfinishedQuery, callback: grpc.requestCallback<_push_jobs_v1_UnfinishedJobs__Output>): grpc.ClientUnaryCall;
  /**
   * Ids of the jobs that have not ended, over all organizations, at most 1,000.
   */
  unfinished(argument: _push_jobs_v1_UnfinishedQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_UnfinishedJobs__Output>): grpc.ClientUnaryCall;
  unfinished(argument: _push_jobs_v1_UnfinishedQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_UnfinishedJobs__Output>): grpc.ClientUnaryCall;
  unfinished(argument: _push_jobs_v1_UnfinishedQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_UnfinishedJobs__Output>): grpc.ClientUnaryCall;
  unfinished(argument: _push_jobs_v1_UnfinishedQuery, callback: grpc.requestCallback<_push_jobs_v1_UnfinishedJobs__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Served by the orchestrator, called by the gateway.
 */
export interface JobsHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Ends a job, or takes single nodes out of it. Idempotent.
   */
  Cancel: grpc.handleUnaryCall<_push_jobs_v1_CancelJob__Output, _push_jobs_v1_CancelledJob>;
  
  /**
   * Stores a job and answers once it is durable (promise 1). The job starts by itself.
   */
  Create: grpc.handleUnaryCall<_push_jobs_v1_CreateJob__Output, _push_jobs_v1_CreatedJob>;
  
  /**
   * Many at once, each as `Create` would: one that is refused fails alone.
   */
  CreateAll: grpc.handleUnaryCall<_push_jobs_v1_CreateJobs__Output, _push_jobs_v1_Creations>;
  
  /**
   * NOT_FOUND where the organization has no such job.
   */
  Get: grpc.handleUnaryCall<_push_jobs_v1_GetJob__Output, _push_jobs_v1_Job>;
  
  /**
   * Newest first, without `nodes`.
   */
  List: grpc.handleUnaryCall<_push_jobs_v1_ListJobs__Output, _push_jobs_v1_JobList>;
  
  /**
   * Ids of the jobs that have not ended, over all organizations, at most 1,000.
   */
  Unfinished: grpc.handleUnaryCall<_push_jobs_v1_UnfinishedQuery__Output, _push_jobs_v1_UnfinishedJobs>;
  
}

export interface JobsDefinition extends grpc.ServiceDefinition {
  Cancel: MethodDefinition<_push_jobs_v1_CancelJob, _push_jobs_v1_CancelledJob, _push_jobs_v1_CancelJob__Output, _push_jobs_v1_CancelledJob__Output>
  Create: MethodDefinition<_push_jobs_v1_CreateJob, _push_jobs_v1_CreatedJob, _push_jobs_v1_CreateJob__Output, _push_jobs_v1_CreatedJob__Output>
  CreateAll: MethodDefinition<_push_jobs_v1_CreateJobs, _push_jobs_v1_Creations, _push_jobs_v1_CreateJobs__Output, _push_jobs_v1_Creations__Output>
  Get: MethodDefinition<_push_jobs_v1_GetJob, _push_jobs_v1_Job, _push_jobs_v1_GetJob__Output, _push_jobs_v1_Job__Output>
  List: MethodDefinition<_push_jobs_v1_ListJobs, _push_jobs_v1_JobList, _push_jobs_v1_ListJobs__Output, _push_jobs_v1_JobList__Output>
  Unfinished: MethodDefinition<_push_jobs_v1_UnfinishedQuery, _push_jobs_v1_UnfinishedJobs, _push_jobs_v1_UnfinishedQuery__Output, _push_jobs_v1_UnfinishedJobs__Output>
}
