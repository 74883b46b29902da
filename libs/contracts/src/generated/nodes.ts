import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Abort as _push_jobs_v1_Abort, Abort__Output as _push_jobs_v1_Abort__Output } from './push_jobs/v1/Abort.ts';
import type { AttachNodes as _push_jobs_v1_AttachNodes, AttachNodes__Output as _push_jobs_v1_AttachNodes__Output } from './push_jobs/v1/AttachNodes.ts';
import type { BatchAck as _push_jobs_v1_BatchAck, BatchAck__Output as _push_jobs_v1_BatchAck__Output } from './push_jobs/v1/BatchAck.ts';
import type { CancelJob as _push_jobs_v1_CancelJob, CancelJob__Output as _push_jobs_v1_CancelJob__Output } from './push_jobs/v1/CancelJob.ts';
import type { CancelledJob as _push_jobs_v1_CancelledJob, CancelledJob__Output as _push_jobs_v1_CancelledJob__Output } from './push_jobs/v1/CancelledJob.ts';
import type { Command as _push_jobs_v1_Command, Command__Output as _push_jobs_v1_Command__Output } from './push_jobs/v1/Command.ts';
import type { CommandBatch as _push_jobs_v1_CommandBatch, CommandBatch__Output as _push_jobs_v1_CommandBatch__Output } from './push_jobs/v1/CommandBatch.ts';
import type { Commit as _push_jobs_v1_Commit, Commit__Output as _push_jobs_v1_Commit__Output } from './push_jobs/v1/Commit.ts';
import type { ConfigurationOutcome as _push_jobs_v1_ConfigurationOutcome, ConfigurationOutcome__Output as _push_jobs_v1_ConfigurationOutcome__Output } from './push_jobs/v1/ConfigurationOutcome.ts';
import type { Configurations as _push_jobs_v1_Configurations, Configurations__Output as _push_jobs_v1_Configurations__Output } from './push_jobs/v1/Configurations.ts';
import type { ConfigureNode as _push_jobs_v1_ConfigureNode, ConfigureNode__Output as _push_jobs_v1_ConfigureNode__Output } from './push_jobs/v1/ConfigureNode.ts';
import type { ConfigureNodes as _push_jobs_v1_ConfigureNodes, ConfigureNodes__Output as _push_jobs_v1_ConfigureNodes__Output } from './push_jobs/v1/ConfigureNodes.ts';
import type { CreateJob as _push_jobs_v1_CreateJob, CreateJob__Output as _push_jobs_v1_CreateJob__Output } from './push_jobs/v1/CreateJob.ts';
import type { CreateJobs as _push_jobs_v1_CreateJobs, CreateJobs__Output as _push_jobs_v1_CreateJobs__Output } from './push_jobs/v1/CreateJobs.ts';
import type { CreatedJob as _push_jobs_v1_CreatedJob, CreatedJob__Output as _push_jobs_v1_CreatedJob__Output } from './push_jobs/v1/CreatedJob.ts';
import type { Creation as _push_jobs_v1_Creation, Creation__Output as _push_jobs_v1_Creation__Output } from './push_jobs/v1/Creation.ts';
import type { Creations as _push_jobs_v1_Creations, Creations__Output as _push_jobs_v1_Creations__Output } from './push_jobs/v1/Creations.ts';
import type { DeliveryReport as _push_jobs_v1_DeliveryReport, DeliveryReport__Output as _push_jobs_v1_DeliveryReport__Output } from './push_jobs/v1/DeliveryReport.ts';
import type { Environment as _push_jobs_v1_Environment, Environment__Output as _push_jobs_v1_Environment__Output } from './push_jobs/v1/Environment.ts';
import type { EventBatch as _push_jobs_v1_EventBatch, EventBatch__Output as _push_jobs_v1_EventBatch__Output } from './push_jobs/v1/EventBatch.ts';
import type { GetJob as _push_jobs_v1_GetJob, GetJob__Output as _push_jobs_v1_GetJob__Output } from './push_jobs/v1/GetJob.ts';
import type { GetNode as _push_jobs_v1_GetNode, GetNode__Output as _push_jobs_v1_GetNode__Output } from './push_jobs/v1/GetNode.ts';
import type { Job as _push_jobs_v1_Job, Job__Output as _push_jobs_v1_Job__Output } from './push_jobs/v1/Job.ts';
import type { JobIds as _push_jobs_v1_JobIds, JobIds__Output as _push_jobs_v1_JobIds__Output } from './push_jobs/v1/JobIds.ts';
import type { JobList as _push_jobs_v1_JobList, JobList__Output as _push_jobs_v1_JobList__Output } from './push_jobs/v1/JobList.ts';
import type { JobSpec as _push_jobs_v1_JobSpec, JobSpec__Output as _push_jobs_v1_JobSpec__Output } from './push_jobs/v1/JobSpec.ts';
import type { JobsClient as _push_jobs_v1_JobsClient, JobsDefinition as _push_jobs_v1_JobsDefinition } from './push_jobs/v1/Jobs.ts';
import type { JobsInQuestion as _push_jobs_v1_JobsInQuestion, JobsInQuestion__Output as _push_jobs_v1_JobsInQuestion__Output } from './push_jobs/v1/JobsInQuestion.ts';
import type { ListJobs as _push_jobs_v1_ListJobs, ListJobs__Output as _push_jobs_v1_ListJobs__Output } from './push_jobs/v1/ListJobs.ts';
import type { ListNodes as _push_jobs_v1_ListNodes, ListNodes__Output as _push_jobs_v1_ListNodes__Output } from './push_jobs/v1/ListNodes.ts';
import type { NodeConfiguration as _push_jobs_v1_NodeConfiguration, NodeConfiguration__Output as _push_jobs_v1_NodeConfiguration__Output } from './push_jobs/v1/NodeConfiguration.ts';
import type { NodeDuties as _push_jobs_v1_NodeDuties, NodeDuties__Output as _push_jobs_v1_NodeDuties__Output } from './push_jobs/v1/NodeDuties.ts';
import type { NodeDuty as _push_jobs_v1_NodeDuty, NodeDuty__Output as _push_jobs_v1_NodeDuty__Output } from './push_jobs/v1/NodeDuty.ts';
import type { NodeEvent as _push_jobs_v1_NodeEvent, NodeEvent__Output as _push_jobs_v1_NodeEvent__Output } from './push_jobs/v1/NodeEvent.ts';
import type { NodeEventsClient as _push_jobs_v1_NodeEventsClient, NodeEventsDefinition as _push_jobs_v1_NodeEventsDefinition } from './push_jobs/v1/NodeEvents.ts';
import type { NodeList as _push_jobs_v1_NodeList, NodeList__Output as _push_jobs_v1_NodeList__Output } from './push_jobs/v1/NodeList.ts';
import type { NodeName as _push_jobs_v1_NodeName, NodeName__Output as _push_jobs_v1_NodeName__Output } from './push_jobs/v1/NodeName.ts';
import type { NodeOfJob as _push_jobs_v1_NodeOfJob, NodeOfJob__Output as _push_jobs_v1_NodeOfJob__Output } from './push_jobs/v1/NodeOfJob.ts';
import type { NodePresence as _push_jobs_v1_NodePresence, NodePresence__Output as _push_jobs_v1_NodePresence__Output } from './push_jobs/v1/NodePresence.ts';
import type { NodesClient as _push_jobs_v1_NodesClient, NodesDefinition as _push_jobs_v1_NodesDefinition } from './push_jobs/v1/Nodes.ts';
import type { Refusal as _push_jobs_v1_Refusal, Refusal__Output as _push_jobs_v1_Refusal__Output } from './push_jobs/v1/Refusal.ts';
import type { Rehab as _push_jobs_v1_Rehab, Rehab__Output as _push_jobs_v1_Rehab__Output } from './push_jobs/v1/Rehab.ts';
import type { Run as _push_jobs_v1_Run, Run__Output as _push_jobs_v1_Run__Output } from './push_jobs/v1/Run.ts';
import type { ServerStatus as _push_jobs_v1_ServerStatus, ServerStatus__Output as _push_jobs_v1_ServerStatus__Output } from './push_jobs/v1/ServerStatus.ts';
import type { StatusQuery as _push_jobs_v1_StatusQuery, StatusQuery__Output as _push_jobs_v1_StatusQuery__Output } from './push_jobs/v1/StatusQuery.ts';
import type { Undelivered as _push_jobs_v1_Undelivered, Undelivered__Output as _push_jobs_v1_Undelivered__Output } from './push_jobs/v1/Undelivered.ts';
import type { UnfinishedJobs as _push_jobs_v1_UnfinishedJobs, UnfinishedJobs__Output as _push_jobs_v1_UnfinishedJobs__Output } from './push_jobs/v1/UnfinishedJobs.ts';
import type { UnfinishedQuery as _push_jobs_v1_UnfinishedQuery, UnfinishedQuery__Output as _push_jobs_v1_UnfinishedQuery__Output } from './push_jobs/v1/UnfinishedQuery.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  push_jobs: {
    v1: {
      Abort: MessageTypeDefinition<_push_jobs_v1_Abort, _push_jobs_v1_Abort__Output>
      AttachNodes: MessageTypeDefinition<_push_jobs_v1_AttachNodes, _push_jobs_v1_AttachNodes__Output>
      BatchAck: MessageTypeDefinition<_push_jobs_v1_BatchAck, _push_jobs_v1_BatchAck__Output>
      CancelJob: MessageTypeDefinition<_push_jobs_v1_CancelJob, _push_jobs_v1_CancelJob__Output>
      CancelledJob: MessageTypeDefinition<_push_jobs_v1_CancelledJob, _push_jobs_v1_CancelledJob__Output>
      Command: MessageTypeDefinition<_push_jobs_v1_Command, _push_jobs_v1_Command__Output>
      CommandBatch: MessageTypeDefinition<_push_jobs_v1_CommandBatch, _push_jobs_v1_CommandBatch__Output>
      Commit: MessageTypeDefinition<_push_jobs_v1_Commit, _push_jobs_v1_Commit__Output>
      ConfigurationOutcome: MessageTypeDefinition<_push_jobs_v1_ConfigurationOutcome, _push_jobs_v1_ConfigurationOutcome__Output>
      Configurations: MessageTypeDefinition<_push_jobs_v1_Configurations, _push_jobs_v1_Configurations__Output>
      ConfigureNode: MessageTypeDefinition<_push_jobs_v1_ConfigureNode, _push_jobs_v1_ConfigureNode__Output>
      ConfigureNodes: MessageTypeDefinition<_push_jobs_v1_ConfigureNodes, _push_jobs_v1_ConfigureNodes__Output>
      CreateJob: MessageTypeDefinition<_push_jobs_v1_CreateJob, _push_jobs_v1_CreateJob__Output>
      CreateJobs: MessageTypeDefinition<_push_jobs_v1_CreateJobs, _push_jobs_v1_CreateJobs__Output>
      CreatedJob: MessageTypeDefinition<_push_jobs_v1_CreatedJob, _push_jobs_v1_CreatedJob__Output>
      Creation: MessageTypeDefinition<_push_jobs_v1_Creation, _push_jobs_v1_Creation__Output>
      Creations: MessageTypeDefinition<_push_jobs_v1_Creations, _push_jobs_v1_Creations__Output>
      DeliveryReport: MessageTypeDefinition<_push_jobs_v1_DeliveryReport, _push_jobs_v1_DeliveryReport__Output>
      Environment: MessageTypeDefinition<_push_jobs_v1_Environment, _push_jobs_v1_Environment__Output>
      EventBatch: MessageTypeDefinition<_push_jobs_v1_EventBatch, _push_jobs_v1_EventBatch__Output>
      GetJob: MessageTypeDefinition<_push_jobs_v1_GetJob, _push_jobs_v1_GetJob__Output>
      GetNode: MessageTypeDefinition<_push_jobs_v1_GetNode, _push_jobs_v1_GetNode__Output>
      Job: MessageTypeDefinition<_push_jobs_v1_Job, _push_jobs_v1_Job__Output>
      JobIds: MessageTypeDefinition<_push_jobs_v1_JobIds, _push_jobs_v1_JobIds__Output>
      JobList: MessageTypeDefinition<_push_jobs_v1_JobList, _push_jobs_v1_JobList__Output>
      JobSpec: MessageTypeDefinition<_push_jobs_v1_JobSpec, _push_jobs_v1_JobSpec__Output>
      /**
       * Served by the orchestrator, called by the gateway.
       */
      Jobs: SubtypeConstructor<typeof grpc.Client, _push_jobs_v1_JobsClient> & { service: _push_jobs_v1_JobsDefinition }
      JobsInQuestion: MessageTypeDefinition<_push_jobs_v1_JobsInQuestion, _push_jobs_v1_JobsInQuestion__Output>
      ListJobs: MessageTypeDefinition<_push_jobs_v1_ListJobs, _push_jobs_v1_ListJobs__Output>
      ListNodes: MessageTypeDefinition<_push_jobs_v1_ListNodes, _push_jobs_v1_ListNodes__Output>
      NodeConfiguration: MessageTypeDefinition<_push_jobs_v1_NodeConfiguration, _push_jobs_v1_NodeConfiguration__Output>
      NodeDuties: MessageTypeDefinition<_push_jobs_v1_NodeDuties, _push_jobs_v1_NodeDuties__Output>
      NodeDuty: MessageTypeDefinition<_push_jobs_v1_NodeDuty, _push_jobs_v1_NodeDuty__Output>
      NodeEvent: MessageTypeDefinition<_push_jobs_v1_NodeEvent, _push_jobs_v1_NodeEvent__Output>
      /**
       * Served by the orchestrator, called by brokers.
       */
      NodeEvents: SubtypeConstructor<typeof grpc.Client, _push_jobs_v1_NodeEventsClient> & { service: _push_jobs_v1_NodeEventsDefinition }
      NodeList: MessageTypeDefinition<_push_jobs_v1_NodeList, _push_jobs_v1_NodeList__Output>
      NodeName: MessageTypeDefinition<_push_jobs_v1_NodeName, _push_jobs_v1_NodeName__Output>
      NodeNews: EnumTypeDefinition
      NodeOfJob: MessageTypeDefinition<_push_jobs_v1_NodeOfJob, _push_jobs_v1_NodeOfJob__Output>
      NodePresence: MessageTypeDefinition<_push_jobs_v1_NodePresence, _push_jobs_v1_NodePresence__Output>
      /**
       * Served by every broker, called by the gateway and the orchestrator.
       */
      Nodes: SubtypeConstructor<typeof grpc.Client, _push_jobs_v1_NodesClient> & { service: _push_jobs_v1_NodesDefinition }
      Refusal: MessageTypeDefinition<_push_jobs_v1_Refusal, _push_jobs_v1_Refusal__Output>
      Rehab: MessageTypeDefinition<_push_jobs_v1_Rehab, _push_jobs_v1_Rehab__Output>
      Run: MessageTypeDefinition<_push_jobs_v1_Run, _push_jobs_v1_Run__Output>
      ServerStatus: MessageTypeDefinition<_push_jobs_v1_ServerStatus, _push_jobs_v1_ServerStatus__Output>
      StatusQuery: MessageTypeDefinition<_push_jobs_v1_StatusQuery, _push_jobs_v1_StatusQuery__Output>
      Undelivered: MessageTypeDefinition<_push_jobs_v1_Undelivered, _push_jobs_v1_Undelivered__Output>
      UnfinishedJobs: MessageTypeDefinition<_push_jobs_v1_UnfinishedJobs, _push_jobs_v1_UnfinishedJobs__Output>
      UnfinishedQuery: MessageTypeDefinition<_push_jobs_v1_UnfinishedQuery, _push_jobs_v1_UnfinishedQuery__Output>
    }
  }
}

