// Original file: proto/nodes.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CommandBatch as _push_jobs_v1_CommandBatch, CommandBatch__Output as _push_jobs_v1_CommandBatch__Output } from '../../push_jobs/v1/CommandBatch.ts';
import type { Configurations as _push_jobs_v1_Configurations, Configurations__Output as _push_jobs_v1_Configurations__Output } from '../../push_jobs/v1/Configurations.ts';
import type { ConfigureNodes as _push_jobs_v1_ConfigureNodes, ConfigureNodes__Output as _push_jobs_v1_ConfigureNodes__Output } from '../../push_jobs/v1/ConfigureNodes.ts';
import type { DeliveryReport as _push_jobs_v1_DeliveryReport, DeliveryReport__Output as _push_jobs_v1_DeliveryReport__Output } from '../../push_jobs/v1/DeliveryReport.ts';
import type { GetNode as _push_jobs_v1_GetNode, GetNode__Output as _push_jobs_v1_GetNode__Output } from '../../push_jobs/v1/GetNode.ts';
import type { ListNodes as _push_jobs_v1_ListNodes, ListNodes__Output as _push_jobs_v1_ListNodes__Output } from '../../push_jobs/v1/ListNodes.ts';
import type { NodeList as _push_jobs_v1_NodeList, NodeList__Output as _push_jobs_v1_NodeList__Output } from '../../push_jobs/v1/NodeList.ts';
import type { NodePresence as _push_jobs_v1_NodePresence, NodePresence__Output as _push_jobs_v1_NodePresence__Output } from '../../push_jobs/v1/NodePresence.ts';
import type { ServerStatus as _push_jobs_v1_ServerStatus, ServerStatus__Output as _push_jobs_v1_ServerStatus__Output } from '../../push_jobs/v1/ServerStatus.ts';
import type { StatusQuery as _push_jobs_v1_StatusQuery, StatusQuery__Output as _push_jobs_v1_StatusQuery__Output } from '../../push_jobs/v1/StatusQuery.ts';

/**
 * Served by every broker, called by the gateway and the orchestrator.
 */
export interface NodesClient extends grpc.Client {
  /**
   * Registers curve keys for nodes and answers with what their configurations need (wire contract section 4).
   */
  ConfigureAll(argument: _push_jobs_v1_ConfigureNodes, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_Configurations__Output>): grpc.ClientUnaryCall;
  ConfigureAll(argument: _push_jobs_v1_ConfigureNodes, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_Configurations__Output>): grpc.ClientUnaryCall;
  ConfigureAll(argument: _push_jobs_v1_ConfigureNodes, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_Configurations__Output>): grpc.ClientUnaryCall;
  ConfigureAll(argument: _push_jobs_v1_ConfigureNodes, callback: grpc.requestCallback<_push_jobs_v1_Configurations__Output>): grpc.ClientUnaryCall;
  /**
   * Registers curve keys for nodes and answers with what their configurations need (wire contract section 4).
   */
  configureAll(argument: _push_jobs_v1_ConfigureNodes, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_Configurations__Output>): grpc.ClientUnaryCall;
  configureAll(argument: _push_jobs_v1_ConfigureNodes, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_Configurations__Output>): grpc.ClientUnaryCall;
  configureAll(argument: _push_jobs_v1_ConfigureNodes, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_Configurations__Output>): grpc.ClientUnaryCall;
  configureAll(argument: _push_jobs_v1_ConfigureNodes, callback: grpc.requestCallback<_push_jobs_v1_Configurations__Output>): grpc.ClientUnaryCall;
  
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
   * The nodes of an organization that are heartbeating at any broker: all of them, or page by page, each page from
   * whichever broker. A node that is there throughout is on one of the pages, and may be on two.
   */
  List(argument: _push_jobs_v1_ListNodes, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeList__Output>): grpc.ClientUnaryCall;
  List(argument: _push_jobs_v1_ListNodes, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeList__Output>): grpc.ClientUnaryCall;
  List(argument: _push_jobs_v1_ListNodes, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeList__Output>): grpc.ClientUnaryCall;
  List(argument: _push_jobs_v1_ListNodes, callback: grpc.requestCallback<_push_jobs_v1_NodeList__Output>): grpc.ClientUnaryCall;
  /**
   * The nodes of an organization that are heartbeating at any broker: all of them, or page by page, each page from
   * whichever broker. A node that is there throughout is on one of the pages, and may be on two.
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
   * Registers curve keys for nodes and answers with what their configurations need (wire contract section 4).
   */
  ConfigureAll: grpc.handleUnaryCall<_push_jobs_v1_ConfigureNodes__Output, _push_jobs_v1_Configurations>;
  
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
   * The nodes of an organization that are heartbeating at any broker: all of them, or page by page, each page from
   * whichever broker. A node that is there throughout is on one of the pages, and may be on two.
   */
  List: grpc.handleUnaryCall<_push_jobs_v1_ListNodes__Output, _push_jobs_v1_NodeList>;
  
  /**
   * The server's incarnation and how many nodes are heartbeating, over all organizations and brokers.
   */
  Status: grpc.handleUnaryCall<_push_jobs_v1_StatusQuery__Output, _push_jobs_v1_ServerStatus>;
  
}

export interface NodesDefinition extends grpc.ServiceDefinition {
  ConfigureAll: MethodDefinition<_push_jobs_v1_ConfigureNodes, _push_jobs_v1_Configurations, _push_jobs_v1_ConfigureNodes__Output, _push_jobs_v1_Configurations__Output>
  Deliver: MethodDefinition<_push_jobs_v1_CommandBatch, _push_jobs_v1_DeliveryReport, _push_jobs_v1_CommandBatch__Output, _push_jobs_v1_DeliveryReport__Output>
  Get: MethodDefinition<_push_jobs_v1_GetNode, _push_jobs_v1_NodePresence, _push_jobs_v1_GetNode__Output, _push_jobs_v1_NodePresence__Output>
  List: MethodDefinition<_push_jobs_v1_ListNodes, _push_jobs_v1_NodeList, _push_jobs_v1_ListNodes__Output, _push_jobs_v1_NodeList__Output>
  Status: MethodDefinition<_push_jobs_v1_StatusQuery, _push_jobs_v1_ServerStatus, _push_jobs_v1_StatusQuery__Output, _push_jobs_v1_ServerStatus__Output>
}
