import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { CancelJob as _push_jobs_v1_CancelJob, CancelJob__Output as _push_jobs_v1_CancelJob__Output } from './push_jobs/v1/CancelJob.ts';
import type { CancelledJob as _push_jobs_v1_CancelledJob, CancelledJob__Output as _push_jobs_v1_CancelledJob__Output } from './push_jobs/v1/CancelledJob.ts';
import type { CreateJob as _push_jobs_v1_CreateJob, CreateJob__Output as _push_jobs_v1_CreateJob__Output } from './push_jobs/v1/CreateJob.ts';
import type { CreateJobs as _push_jobs_v1_CreateJobs, CreateJobs__Output as _push_jobs_v1_CreateJobs__Output } from './push_jobs/v1/CreateJobs.ts';
import type { CreatedJob as _push_jobs_v1_CreatedJob, CreatedJob__Output as _push_jobs_v1_CreatedJob__Output } from './push_jobs/v1/CreatedJob.ts';
import type { Creation as _push_jobs_v1_Creation, Creation__Output as _push_jobs_v1_Creation__Output } from './push_jobs/v1/Creation.ts';
import type { Creations as _push_jobs_v1_Creations, Creations__Output as _push_jobs_v1_Creations__Output } from './push_jobs/v1/Creations.ts';
import type { Environment as _push_jobs_v1_Environment, Environment__Output as _push_jobs_v1_Environment__Output } from './push_jobs/v1/Environment.ts';
import type { GetJob as _push_jobs_v1_GetJob, GetJob__Output as _push_jobs_v1_GetJob__Output } from './push_jobs/v1/GetJob.ts';
import type { Job as _push_jobs_v1_Job, Job__Output as _push_jobs_v1_Job__Output } from './push_jobs/v1/Job.ts';
import type { JobList as _push_jobs_v1_JobList, JobList__Output as _push_jobs_v1_JobList__Output } from './push_jobs/v1/JobList.ts';
import type { JobSpec as _push_jobs_v1_JobSpec, JobSpec__Output as _push_jobs_v1_JobSpec__Output } from './push_jobs/v1/JobSpec.ts';
import type { JobsClient as _push_jobs_v1_JobsClient, JobsDefinition as _push_jobs_v1_JobsDefinition } from './push_jobs/v1/Jobs.ts';
import type { ListJobs as _push_jobs_v1_ListJobs, ListJobs__Output as _push_jobs_v1_ListJobs__Output } from './push_jobs/v1/ListJobs.ts';
import type { NodeOfJob as _push_jobs_v1_NodeOfJob, NodeOfJob__Output as _push_jobs_v1_NodeOfJob__Output } from './push_jobs/v1/NodeOfJob.ts';
import type { Refusal as _push_jobs_v1_Refusal, Refusal__Output as _push_jobs_v1_Refusal__Output } from './push_jobs/v1/Refusal.ts';
import type { UnfinishedJobs as _push_jobs_v1_UnfinishedJobs, UnfinishedJobs__Output as _push_jobs_v1_UnfinishedJobs__Output } from './push_jobs/v1/UnfinishedJobs.ts';
import type { UnfinishedQuery as _push_jobs_v1_UnfinishedQuery, UnfinishedQuery__Output as _push_jobs_v1_UnfinishedQuery__Output } from './push_jobs/v1/UnfinishedQuery.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  push_jobs: {
    v1: {
      CancelJob: MessageTypeDefinition<_push_jobs_v1_CancelJob, _push_jobs_v1_CancelJob__Output>
      CancelledJob: MessageTypeDefinition<_push_jobs_v1_CancelledJob, _push_jobs_v1_CancelledJob__Output>
      CreateJob: MessageTypeDefinition<_push_jobs_v1_CreateJob, _push_jobs_v1_CreateJob__Output>
      CreateJobs: MessageTypeDefinition<_push_jobs_v1_CreateJobs, _push_jobs_v1_CreateJobs__Output>
      CreatedJob: MessageTypeDefinition<_push_jobs_v1_CreatedJob, _push_jobs_v1_CreatedJob__Output>
      Creation: MessageTypeDefinition<_push_jobs_v1_Creation, _push_jobs_v1_Creation__Output>
      Creations: MessageTypeDefinition<_push_jobs_v1_Creations, _push_jobs_v1_Creations__Output>
      Environment: MessageTypeDefinition<_push_jobs_v1_Environment, _push_jobs_v1_Environment__Output>
      GetJob: MessageTypeDefinition<_push_jobs_v1_GetJob, _push_jobs_v1_GetJob__Output>
      Job: MessageTypeDefinition<_push_jobs_v1_Job, _push_jobs_v1_Job__Output>
      JobList: MessageTypeDefinition<_push_jobs_v1_JobList, _push_jobs_v1_JobList__Output>
      JobSpec: MessageTypeDefinition<_push_jobs_v1_JobSpec, _push_jobs_v1_JobSpec__Output>
      /**
       * Served by the orchestrator, called by the gateway.
       */
      Jobs: SubtypeConstructor<typeof grpc.Client, _push_jobs_v1_JobsClient> & { service: _push_jobs_v1_JobsDefinition }
      ListJobs: MessageTypeDefinition<_push_jobs_v1_ListJobs, _push_jobs_v1_ListJobs__Output>
      NodeOfJob: MessageTypeDefinition<_push_jobs_v1_NodeOfJob, _push_jobs_v1_NodeOfJob__Output>
      Refusal: MessageTypeDefinition<_push_jobs_v1_Refusal, _push_jobs_v1_Refusal__Output>
      UnfinishedJobs: MessageTypeDefinition<_push_jobs_v1_UnfinishedJobs, _push_jobs_v1_UnfinishedJobs__Output>
      UnfinishedQuery: MessageTypeDefinition<_push_jobs_v1_UnfinishedQuery, _push_jobs_v1_UnfinishedQuery__Output>
    }
  }
}

