// Original file: proto/nodes.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CommandBatch as _push_jobs_v1_CommandBatch, CommandBatch__Output as _push_jobs_v1_CommandBatch__Output } from '../../push_jobs/v1/CommandBatch.ts';
import type { ConfigureNode as _push_jobs_v1_ConfigureNode, ConfigureNode__Output as _push_jobs_v1_ConfigureNode__Output } from '../../push_jobs/v1/ConfigureNode.ts';
import type { DeliveryReport as _push_jobs_v1_DeliveryReport, DeliveryReport__Output as _push_jobs_v1_DeliveryReport__Output } from '../../push_jobs/v1/DeliveryReport.ts';
import type { GetNode as _push_jobs_v1_GetNode, GetNode__Output as _push_jobs_v1_GetNode__Output } from '../../push_jobs/v1/GetNode.ts';
import type { ListNodes as _push_jobs_v1_ListNodes, ListNodes__Output as _push_jobs_v1_ListNodes__Output } from '../../push_jobs/v1/ListNodes.ts';
import type { NodeConfiguration as _push_jobs_v1_NodeConfiguration, NodeConfiguration__Output as _push_jobs_v1_NodeConfiguration__Output } from '../../push_jobs/v1/NodeConfiguration.ts';
import type { NodeList as _push_jobs_v1_NodeList, NodeList__Output as _push_jobs_v1_NodeList__Output } from '../../push_jobs/v1/NodeList.ts';
import type { NodePresence as _push_jobs_v1_NodePresence, NodePresence__Output as _push_jobs_v1_NodePresence__Output } from '../../push_jobs/v1/NodePresence.ts';
import type { ServerStatus as _push_jobs_v1_ServerStatus, ServerStatus__Output as _push_jobs_v1_ServerStatus__Output } from '../../push_jobs/v1/ServerStatus.ts';
import type { StatusQuery as _push_jobs_v1_StatusQuery, StatusQuery__Output as _push_jobs_v1_StatusQuery__Output } from '../../push_jobs/v1/StatusQuery.ts';

/**
 * Served by every broker, called by the gateway and the orchestrator.
 */
export interface NodesClient extends grpc.Client {
  /**
   * Registers a curve key for a node and answers with what its configuration needs (wire contract section 4).
   */
  Configure(argument: _push_jobs_v1_ConfigureNode, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeConfiguration__Output>): grpc.ClientUnaryCall;
  Configure(argument: _push_jobs_v1_ConfigureNode, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeConfiguration__Output>): grpc.ClientUnaryCall;
  Configure(argument: _push_jobs_v1_ConfigureNode, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeConfiguration__Output>): grpc.ClientUnaryCall;
  Configure(argument: _push_jobs_v1_ConfigureNode, callback: grpc.requestCallback<_push_jobs_v1_NodeConfiguration__Output>): grpc.ClientUnaryCall;
  /**
   * Registers a curve key for a node and answers with what its configuration needs (wire contract section 4).
   */
  configure(argument: _push_jobs_v1_ConfigureNode, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeConfiguration__Output>): grpc.ClientUnaryCall;
  configure(argument: _push_jobs_v1_ConfigureNode, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeConfiguration__Output>): grpc.ClientUnaryCall;
  configure(argument: _push_jobs_v1_ConfigureNode, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeConfiguration__Output>): grpc.ClientUnaryCall;
  configure(argument: _push_jobs_v1_ConfigureNode, callback: grpc.requestCallback<_push_jobs_v1_NodeConfiguration__Output>): grpc.ClientUnaryCall;
  
  /**
   * Sends commands to those of the named nodes that this broker holds. Answers when each was handed to its
   * connection, or is known not to be here.
   */
  Deliver(argument: _push_jobs_v1_CommandBatch, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_DeliveryReport__Output>): grpc.ClientUnaryCall;
  Deliver(argument: _push_jobs_v1_CommandBatch, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_DeliveryReport__Output>): grpc.ClientUnaryCall;
  Deliver(argument: _push_jobs_v1_CommandBatch, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_DeliveryReport__Output>): grpc.ClientUnaryCall;
  Deliver(argument: _push_jobs_v1_CommandBatch, callback: grpc.requestCallback<_push_jobs_v1_DeliveryReport__Output>): grpc.ClientUnaryCall;
  /**
   * Sends commands to those of the named nodes that this broker holds. Answers when each was handed to its
   * connection, or is known not to be here.
   */
  deliver(argument: _push_jobs_v1_CommandBatch, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_DeliveryReport__Output>): grpc.ClientUnaryCall;
  deliver(argument: _push_jobs_v1_CommandBatch, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_DeliveryReport__Output>): grpc.ClientUnaryCall;
  deliver(argument: _push_jobs_v1_CommandBatch, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_DeliveryReport__Output>): grpc.ClientUnaryCall;
  deliver(argument: _push_jobs_v1_CommandBatch, callback: grpc.requestCallback<_push_jobs_v1_DeliveryReport__Output>): grpc.ClientUnaryCall;
  
  /**
   * One node; a node never seen is offline and unavailable.
   */
  Get(argument: _push_jobs_v1_GetNode, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodePresence__Output>): grpc.ClientUnaryCall;
  Get(argument: _push_jobs_v1_GetNode, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodePresence__Output>): grpc.ClientUnaryCall;
  Get(argument: _push_jobs_v1_GetNode, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodePresence__Output>): grpc.ClientUnaryCall;
  Get(argument: _push_jobs_v1_GetNode, callback: grpc.requestCallback<_push_jobs_v1_NodePresence__Output>): grpc.ClientUnaryCall;
  /**
   * One node; a node never seen is offline and unavailable.
   */
  get(argument: _push_jobs_v1_GetNode, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodePresence__Output>): grpc.ClientUnaryCall;
  get(argument: _push_jobs_v1_GetNode, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodePresence__Output>): grpc.ClientUnaryCall;
  get(argument: _push_jobs_v1_GetNode, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodePresence__Output>): grpc.ClientUnaryCall;
  get(argument: _push_jobs_v1_GetNode, callback: grpc.requestCallback<_push_jobs_v1_NodePresence__Output>): grpc.ClientUnaryCall;
  
  /**
   * Every node of an organization that is heartbeating at any broker.
   */
  List(argument: _push_jobs_v1_ListNodes, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeList__Output>): grpc.ClientUnaryCall;
  List(argument: _push_jobs_v1_ListNodes, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeList__Output>): grpc.ClientUnaryCall;
  List(argument: _push_jobs_v1_ListNodes, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeList__Output>): grpc.ClientUnaryCall;
  List(argument: _push_jobs_v1_ListNodes, callback: grpc.requestCallback<_push_jobs_v1_NodeList__Output>): grpc.ClientUnaryCall;
  /**
   * Every node of an organization that is heartbeating at any broker.
   */
  list(argument: _push_jobs_v1_ListNodes, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeList__Output>): grpc.ClientUnaryCall;
  list(argument: _push_jobs_v1_ListNodes, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeList__Output>): grpc.ClientUnaryCall;
  list(argument: _push_jobs_v1_ListNodes, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeList__Output>): grpc.ClientUnaryCall;
  list(argument: _push_jobs_v1_ListNodes, callback: grpc.requestCallback<_push_jobs_v1_NodeList__Output>): grpc.ClientUnaryCall;
  
  /**
   * The server's incarnation and how many nodes are heartbeating, over all organizations and brokers.
   */
  Status(argument: _push_jobs_v1_StatusQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_ServerStatus__Output>): grpc.ClientUnaryCall;
  Status(argument: _push_jobs_v1_StatusQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_ServerStatus__Output>): grpc.ClientUnaryCall;
  Status(argument: _push_jobs_v1_StatusQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_ServerStatus__Output>): grpc.ClientUnaryCall;
  Status(argument: _push_jobs_v1_StatusQuery, callback: grpc.requestCallback<_push_jobs_v1_ServerStatus__Output>): grpc.ClientUnaryCall;
  /**
   * The server's incarnation and how many nodes are heartbeating, over all organizations and brokers.
   */
  status(argument: _push_jobs_v1_StatusQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_ServerStatus__Output>): grpc.ClientUnaryCall;
  status(argument: _push_jobs_v1_StatusQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_ServerStatus__Output>): grpc.ClientUnaryCall;
  status(argument: _push_jobs_v1_StatusQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_ServerStatus__Output>): grpc.ClientUnaryCall;
  status(argument: _push_jobs_v1_StatusQuery, callback: grpc.requestCallback<_push_jobs_v1_ServerStatus__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Served by every broker, called by the gateway and the orchestrator.
 */
export interface NodesHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Registers a curve key for a node and answers with what its configuration needs (wire contract section 4).
   */
  Configure: grpc.handleUnaryCall<_push_jobs_v1_ConfigureNode__Output, _push_jobs_v1_NodeConfiguration>;
  
  /**
   * Sends commands to those of the named nodes that this broker holds. Answers when each was handed to its
   * connection, or is known not to be here.
   */
  Deliver: grpc.handleUnaryCall<_push_jobs_v1_CommandBatch__Output, _push_jobs_v1_DeliveryReport>;
  
  /**
   * One node; a node never seen is offline and unavailable.
   */
  Get: grpc.handleUnaryCall<_push_jobs_v1_GetNode__Output, _push_jobs_v1_NodePresence>;
  
  /**
   * Every node of an organization that is heartbeating at any broker.
   */
  List: grpc.handleUnaryCall<_push_jobs_v1_ListNodes__Output, _push_jobs_v1_NodeList>;
  
  /**
   * The server's incarnation and how many nodes are heartbeating, over all organizations and brokers.
   */
  Status: grpc.handleUnaryCall<_push_jobs_v1_StatusQuery__Output, _push_jobs_v1_ServerStatus>;
  
}

export interface NodesDefinition extends grpc.ServiceDefinition {
  Configure: MethodDefinition<_push_jobs_v1_ConfigureNode, _push_jobs_v1_NodeConfiguration, _push_jobs_v1_ConfigureNode__Output, _push_jobs_v1_NodeConfiguration__Output>
  Deliver: MethodDefinition<_push_jobs_v1_CommandBatch, _push_jobs_v1_DeliveryReport, _push_jobs_v1_CommandBatch__Output, _push_jobs_v1_DeliveryReport__Output>
  Get: MethodDefinition<_push_jobs_v1_GetNode, _push_jobs_v1_NodePresence, _push_jobs_v1_GetNode__Output, _push_jobs_v1_NodePresence__Output>
  List: MethodDefinition<_push_jobs_v1_ListNodes, _push_jobs_v1_NodeList, _push_jobs_v1_ListNodes__Output, _push_jobs_v1_NodeList__Output>
  Status: MethodDefinition<_push_jobs_v1_StatusQuery, _push_jobs_v1_ServerStatus, _push_jobs_v1_StatusQuery__Output, _push_jobs_v1_ServerStatus__Output>
}
