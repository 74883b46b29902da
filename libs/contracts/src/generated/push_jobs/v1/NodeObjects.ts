// Original file: proto/directory.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { FoundNodes as _push_jobs_v1_FoundNodes, FoundNodes__Output as _push_jobs_v1_FoundNodes__Output } from '../../push_jobs/v1/FoundNodes.ts';
import type { NameList as _push_jobs_v1_NameList, NameList__Output as _push_jobs_v1_NameList__Output } from '../../push_jobs/v1/NameList.ts';
import type { NodeObject as _push_jobs_v1_NodeObject, NodeObject__Output as _push_jobs_v1_NodeObject__Output } from '../../push_jobs/v1/NodeObject.ts';
import type { NodeObjectName as _push_jobs_v1_NodeObjectName, NodeObjectName__Output as _push_jobs_v1_NodeObjectName__Output } from '../../push_jobs/v1/NodeObjectName.ts';
import type { NodeSearch as _push_jobs_v1_NodeSearch, NodeSearch__Output as _push_jobs_v1_NodeSearch__Output } from '../../push_jobs/v1/NodeSearch.ts';
import type { OrganizationQuery as _push_jobs_v1_OrganizationQuery, OrganizationQuery__Output as _push_jobs_v1_OrganizationQuery__Output } from '../../push_jobs/v1/OrganizationQuery.ts';

/**
 * Node objects, as `knife node` shows and edits them. They say what a node is, not whether it is there.
 */
export interface NodeObjectsClient extends grpc.Client {
  Create(argument: _push_jobs_v1_NodeObject, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  Create(argument: _push_jobs_v1_NodeObject, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  Create(argument: _push_jobs_v1_NodeObject, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  Create(argument: _push_jobs_v1_NodeObject, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  create(argument: _push_jobs_v1_NodeObject, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  create(argument: _push_jobs_v1_NodeObject, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  create(argument: _push_jobs_v1_NodeObject, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  create(argument: _push_jobs_v1_NodeObject, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  
  Delete(argument: _push_jobs_v1_NodeObjectName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  Delete(argument: _push_jobs_v1_NodeObjectName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  Delete(argument: _push_jobs_v1_NodeObjectName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  Delete(argument: _push_jobs_v1_NodeObjectName, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  delete(argument: _push_jobs_v1_NodeObjectName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  delete(argument: _push_jobs_v1_NodeObjectName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  delete(argument: _push_jobs_v1_NodeObjectName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  delete(argument: _push_jobs_v1_NodeObjectName, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  
  Get(argument: _push_jobs_v1_NodeObjectName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  Get(argument: _push_jobs_v1_NodeObjectName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  Get(argument: _push_jobs_v1_NodeObjectName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  Get(argument: _push_jobs_v1_NodeObjectName, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  get(argument: _push_jobs_v1_NodeObjectName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  get(argument: _push_jobs_v1_NodeObjectName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  get(argument: _push_jobs_v1_NodeObjectName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  get(argument: _push_jobs_v1_NodeObjectName, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  
  List(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  List(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  List(argument: _push_jobs_v1_OrganizationQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  List(argument: _push_jobs_v1_OrganizationQuery, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  list(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  list(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  list(argument: _push_jobs_v1_OrganizationQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  list(argument: _push_jobs_v1_OrganizationQuery, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  
  Replace(argument: _push_jobs_v1_NodeObject, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  Replace(argument: _push_jobs_v1_NodeObject, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  Replace(argument: _push_jobs_v1_NodeObject, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  Replace(argument: _push_jobs_v1_NodeObject, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  replace(argument: _push_jobs_v1_NodeObject, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  replace(argument: _push_jobs_v1_NodeObject, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  replace(argument: _push_jobs_v1_NodeObject, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  replace(argument: _push_jobs_v1_NodeObject, callback: grpc.requestCallback<_push_jobs_v1_NodeObject__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ordered by name. INVALID_ARGUMENT, before anything else is sent, for a query that makes no sense.
   */
  Search(argument: _push_jobs_v1_NodeSearch, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_push_jobs_v1_FoundNodes__Output>;
  Search(argument: _push_jobs_v1_NodeSearch, options?: grpc.CallOptions): grpc.ClientReadableStream<_push_jobs_v1_FoundNodes__Output>;
  /**
   * Ordered by name. INVALID_ARGUMENT, before anything else is sent, for a query that makes no sense.
   */
  search(argument: _push_jobs_v1_NodeSearch, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_push_jobs_v1_FoundNodes__Output>;
  search(argument: _push_jobs_v1_NodeSearch, options?: grpc.CallOptions): grpc.ClientReadableStream<_push_jobs_v1_FoundNodes__Output>;
  
}

/**
 * Node objects, as `knife node` shows and edits them. They say what a node is, not whether it is there.
 */
export interface NodeObjectsHandlers extends grpc.UntypedServiceImplementation {
  Create: grpc.handleUnaryCall<_push_jobs_v1_NodeObject__Output, _push_jobs_v1_NodeObject>;
  
  Delete: grpc.handleUnaryCall<_push_jobs_v1_NodeObjectName__Output, _push_jobs_v1_NodeObject>;
  
  Get: grpc.handleUnaryCall<_push_jobs_v1_NodeObjectName__Output, _push_jobs_v1_NodeObject>;
  
  List: grpc.handleUnaryCall<_push_jobs_v1_OrganizationQuery__Output, _push_jobs_v1_NameList>;
  
  Replace: grpc.handleUnaryCall<_push_jobs_v1_NodeObject__Output, _push_jobs_v1_NodeObject>;
  
  /**
   * Ordered by name. INVALID_ARGUMENT, before anything else is sent, for a query that makes no sense.
   */
  Search: grpc.handleServerStreamingCall<_push_jobs_v1_NodeSearch__Output, _push_jobs_v1_FoundNodes>;
  
}

export interface NodeObjectsDefinition extends grpc.ServiceDefinition {
  Create: MethodDefinition<_push_jobs_v1_NodeObject, _push_jobs_v1_NodeObject, _push_jobs_v1_NodeObject__Output, _push_jobs_v1_NodeObject__Output>
  Delete: MethodDefinition<_push_jobs_v1_NodeObjectName, _push_jobs_v1_NodeObject, _push_jobs_v1_NodeObjectName__Output, _push_jobs_v1_NodeObject__Output>
  Get: MethodDefinition<_push_jobs_v1_NodeObjectName, _push_jobs_v1_NodeObject, _push_jobs_v1_NodeObjectName__Output, _push_jobs_v1_NodeObject__Output>
  List: MethodDefinition<_push_jobs_v1_OrganizationQuery, _push_jobs_v1_NameList, _push_jobs_v1_OrganizationQuery__Output, _push_jobs_v1_NameList__Output>
  Replace: MethodDefinition<_push_jobs_v1_NodeObject, _push_jobs_v1_NodeObject, _push_jobs_v1_NodeObject__Output, _push_jobs_v1_NodeObject__Output>
  Search: MethodDefinition<_push_jobs_v1_NodeSearch, _push_jobs_v1_FoundNodes, _push_jobs_v1_NodeSearch__Output, _push_jobs_v1_FoundNodes__Output>
}
