import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Abort as _push_jobs_v1_Abort, Abort__Output as _push_jobs_v1_Abort__Output } from './push_jobs/v1/Abort.ts';
import type { AttachNodes as _push_jobs_v1_AttachNodes, AttachNodes__Output as _push_jobs_v1_AttachNodes__Output } from './push_jobs/v1/AttachNodes.ts';
import type { BatchAck as _push_jobs_v1_BatchAck, BatchAck__Output as _push_jobs_v1_BatchAck__Output } from './push_jobs/v1/BatchAck.ts';
import type { Command as _push_jobs_v1_Command, Command__Output as _push_jobs_v1_Command__Output } from './push_jobs/v1/Command.ts';
import type { CommandBatch as _push_jobs_v1_CommandBatch, CommandBatch__Output as _push_jobs_v1_CommandBatch__Output } from './push_jobs/v1/CommandBatch.ts';
import type { Commit as _push_jobs_v1_Commit, Commit__Output as _push_jobs_v1_Commit__Output } from './push_jobs/v1/Commit.ts';
import type { ConfigureNode as _push_jobs_v1_ConfigureNode, ConfigureNode__Output as _push_jobs_v1_ConfigureNode__Output } from './push_jobs/v1/ConfigureNode.ts';
import type { DeliveryReport as _push_jobs_v1_DeliveryReport, DeliveryReport__Output as _push_jobs_v1_DeliveryReport__Output } from './push_jobs/v1/DeliveryReport.ts';
import type { EventBatch as _push_jobs_v1_EventBatch, EventBatch__Output as _push_jobs_v1_EventBatch__Output } from './push_jobs/v1/EventBatch.ts';
import type { GetNode as _push_jobs_v1_GetNode, GetNode__Output as _push_jobs_v1_GetNode__Output } from './push_jobs/v1/GetNode.ts';
import type { JobIds as _push_jobs_v1_JobIds, JobIds__Output as _push_jobs_v1_JobIds__Output } from './push_jobs/v1/JobIds.ts';
import type { JobsInQuestion as _push_jobs_v1_JobsInQuestion, JobsInQuestion__Output as _push_jobs_v1_JobsInQuestion__Output } from './push_jobs/v1/JobsInQuestion.ts';
import type { ListNodes as _push_jobs_v1_ListNodes, ListNodes__Output as _push_jobs_v1_ListNodes__Output } from './push_jobs/v1/ListNodes.ts';
import type { NodeConfiguration as _push_jobs_v1_NodeConfiguration, NodeConfiguration__Output as _push_jobs_v1_NodeConfiguration__Output } from './push_jobs/v1/NodeConfiguration.ts';
import type { NodeDuties as _push_jobs_v1_NodeDuties, NodeDuties__Output as _push_jobs_v1_NodeDuties__Output } from './push_jobs/v1/NodeDuties.ts';
import type { NodeDuty as _push_jobs_v1_NodeDuty, NodeDuty__Output as _push_jobs_v1_NodeDuty__Output } from './push_jobs/v1/NodeDuty.ts';
import type { NodeEvent as _push_jobs_v1_NodeEvent, NodeEvent__Output as _push_jobs_v1_NodeEvent__Output } from './push_jobs/v1/NodeEvent.ts';
import type { NodeEventsClient as _push_jobs_v1_NodeEventsClient, NodeEventsDefinition as _push_jobs_v1_NodeEventsDefinition } from './push_jobs/v1/NodeEvents.ts';
import type { NodeList as _push_jobs_v1_NodeList, NodeList__Output as _push_jobs_v1_NodeList__Output } from './push_jobs/v1/NodeList.ts';
import type { NodeName as _push_jobs_v1_NodeName, NodeName__Output as _push_jobs_v1_NodeName__Output } from './push_jobs/v1/NodeName.ts';
import type { NodePresence as _push_jobs_v1_NodePresence, NodePresence__Output as _push_jobs_v1_NodePresence__Output } from './push_jobs/v1/NodePresence.ts';
import type { NodesClient as _push_jobs_v1_NodesClient, NodesDefinition as _push_jobs_v1_NodesDefinition } from './push_jobs/v1/Nodes.ts';
import type { Rehab as _push_jobs_v1_Rehab, Rehab__Output as _push_jobs_v1_Rehab__Output } from './push_jobs/v1/Rehab.ts';
import type { Run as _push_jobs_v1_Run, Run__Output as _push_jobs_v1_Run__Output } from './push_jobs/v1/Run.ts';
import type { ServerStatus as _push_jobs_v1_ServerStatus, ServerStatus__Output as _push_jobs_v1_ServerStatus__Output } from './push_jobs/v1/ServerStatus.ts';
import type { StatusQuery as _push_jobs_v1_StatusQuery, StatusQuery__Output as _push_jobs_v1_StatusQuery__Output } from './push_jobs/v1/StatusQuery.ts';
import type { Undelivered as _push_jobs_v1_Undelivered, Undelivered__Output as _push_jobs_v1_Undelivered__Output } from './push_jobs/v1/Undelivered.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  push_jobs: {
    v1: {
      Abort: MessageTypeDefinition<_push_jobs_v1_Abort, _push_jobs_v1_Abort__Output>
      AttachNodes: MessageTypeDefinition<_push_jobs_v1_AttachNodes, _push_jobs_v1_AttachNodes__Output>
      BatchAck: MessageTypeDefinition<_push_jobs_v1_BatchAck, _push_jobs_v1_BatchAck__Output>
      Command: MessageTypeDefinition<_push_jobs_v1_Command, _push_jobs_v1_Command__Output>
      CommandBatch: MessageTypeDefinition<_push_jobs_v1_CommandBatch, _push_jobs_v1_CommandBatch__Output>
      Commit: MessageTypeDefinition<_push_jobs_v1_Commit, _push_jobs_v1_Commit__Output>
      ConfigureNode: MessageTypeDefinition<_push_jobs_v1_ConfigureNode, _push_jobs_v1_ConfigureNode__Output>
      DeliveryReport: MessageTypeDefinition<_push_jobs_v1_DeliveryReport, _push_jobs_v1_DeliveryReport__Output>
      EventBatch: MessageTypeDefinition<_push_jobs_v1_EventBatch, _push_jobs_v1_EventBatch__Output>
      GetNode: MessageTypeDefinition<_push_jobs_v1_GetNode, _push_jobs_v1_GetNode__Output>
      JobIds: MessageTypeDefinition<_push_jobs_v1_JobIds, _push_jobs_v1_JobIds__Output>
      JobsInQuestion: MessageTypeDefinition<_push_jobs_v1_JobsInQuestion, _push_jobs_v1_JobsInQuestion__Output>
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
      NodePresence: MessageTypeDefinition<_push_jobs_v1_NodePresence, _push_jobs_v1_NodePresence__Output>
      /**
       * Served by every broker, called by the gateway and the orchestrator.
       */
      Nodes: SubtypeConstructor<typeof grpc.Client, _push_jobs_v1_NodesClient> & { service: _push_jobs_v1_NodesDefinition }
      Rehab: MessageTypeDefinition<_push_jobs_v1_Rehab, _push_jobs_v1_Rehab__Output>
      Run: MessageTypeDefinition<_push_jobs_v1_Run, _push_jobs_v1_Run__Output>
      ServerStatus: MessageTypeDefinition<_push_jobs_v1_ServerStatus, _push_jobs_v1_ServerStatus__Output>
      StatusQuery: MessageTypeDefinition<_push_jobs_v1_StatusQuery, _push_jobs_v1_StatusQuery__Output>
      Undelivered: MessageTypeDefinition<_push_jobs_v1_Undelivered, _push_jobs_v1_Undelivered__Output>
    }
  }
}

