// Original file: proto/directory.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GroupQuery as _push_jobs_v1_GroupQuery, GroupQuery__Output as _push_jobs_v1_GroupQuery__Output } from '../../push_jobs/v1/GroupQuery.ts';
import type { GroupReply as _push_jobs_v1_GroupReply, GroupReply__Output as _push_jobs_v1_GroupReply__Output } from '../../push_jobs/v1/GroupReply.ts';
import type { OrganizationQuery as _push_jobs_v1_OrganizationQuery, OrganizationQuery__Output as _push_jobs_v1_OrganizationQuery__Output } from '../../push_jobs/v1/OrganizationQuery.ts';
import type { OrganizationReply as _push_jobs_v1_OrganizationReply, OrganizationReply__Output as _push_jobs_v1_OrganizationReply__Output } from '../../push_jobs/v1/OrganizationReply.ts';
import type { PrincipalLists as _push_jobs_v1_PrincipalLists, PrincipalLists__Output as _push_jobs_v1_PrincipalLists__Output } from '../../push_jobs/v1/PrincipalLists.ts';
import type { PrincipalQueries as _push_jobs_v1_PrincipalQueries, PrincipalQueries__Output as _push_jobs_v1_PrincipalQueries__Output } from '../../push_jobs/v1/PrincipalQueries.ts';

/**
 * The built-in directory, served by the orchestrator; read by the gateway and the feed service.
 */
export interface DirectoryClient extends grpc.Client {
  /**
   * Everybody of each name whom the organization may meet: its client and the user, in either case with all keys.
   */
  FindPrincipals(argument: _push_jobs_v1_PrincipalQueries, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalLists__Output>): grpc.ClientUnaryCall;
  FindPrincipals(argument: _push_jobs_v1_PrincipalQueries, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_PrincipalLists__Output>): grpc.ClientUnaryCall;
  FindPrincipals(argument: _push_jobs_v1_PrincipalQueries, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalLists__Output>): grpc.ClientUnaryCall;
  FindPrincipals(argument: _push_jobs_v1_PrincipalQueries, callback: grpc.requestCallback<_push_jobs_v1_PrincipalLists__Output>): grpc.ClientUnaryCall;
  /**
   * Everybody of each name whom the organization may meet: its client and the user, in either case with all keys.
   */
  findPrincipals(argument: _push_jobs_v1_PrincipalQueries, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalLists__Output>): grpc.ClientUnaryCall;
  findPrincipals(argument: _push_jobs_v1_PrincipalQueries, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_PrincipalLists__Output>): grpc.ClientUnaryCall;
  findPrincipals(argument: _push_jobs_v1_PrincipalQueries, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalLists__Output>): grpc.ClientUnaryCall;
  findPrincipals(argument: _push_jobs_v1_PrincipalQueries, callback: grpc.requestCallback<_push_jobs_v1_PrincipalLists__Output>): grpc.ClientUnaryCall;
  
  /**
   * NOT_FOUND where the organization has no such group.
   */
  GetGroup(argument: _push_jobs_v1_GroupQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  GetGroup(argument: _push_jobs_v1_GroupQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  GetGroup(argument: _push_jobs_v1_GroupQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  GetGroup(argument: _push_jobs_v1_GroupQuery, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  /**
   * NOT_FOUND where the organization has no such group.
   */
  getGroup(argument: _push_jobs_v1_GroupQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  getGroup(argument: _push_jobs_v1_GroupQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  getGroup(argument: _push_jobs_v1_GroupQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  getGroup(argument: _push_jobs_v1_GroupQuery, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  
  /**
   * NOT_FOUND where there is no such organization.
   */
  GetOrganization(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  GetOrganization(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  GetOrganization(argument: _push_jobs_v1_OrganizationQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  GetOrganization(argument: _push_jobs_v1_OrganizationQuery, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  /**
   * NOT_FOUND where there is no such organization.
   */
  getOrganization(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  getOrganization(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  getOrganization(argument: _push_jobs_v1_OrganizationQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  getOrganization(argument: _push_jobs_v1_OrganizationQuery, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  
}

/**
 * The built-in directory, served by the orchestrator; read by the gateway and the feed service.
 */
export interface DirectoryHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Everybody of each name whom the organization may meet: its client and the user, in either case with all keys.
   */
  FindPrincipals: grpc.handleUnaryCall<_push_jobs_v1_PrincipalQueries__Output, _push_jobs_v1_PrincipalLists>;
  
  /**
   * NOT_FOUND where the organization has no such group.
   */
  GetGroup: grpc.handleUnaryCall<_push_jobs_v1_GroupQuery__Output, _push_jobs_v1_GroupReply>;
  
  /**
   * NOT_FOUND where there is no such organization.
   */
  GetOrganization: grpc.handleUnaryCall<_push_jobs_v1_OrganizationQuery__Output, _push_jobs_v1_OrganizationReply>;
  
}

export interface DirectoryDefinition extends grpc.ServiceDefinition {
  FindPrincipals: MethodDefinition<_push_jobs_v1_PrincipalQueries, _push_jobs_v1_PrincipalLists, _push_jobs_v1_PrincipalQueries__Output, _push_jobs_v1_PrincipalLists__Output>
  GetGroup: MethodDefinition<_push_jobs_v1_GroupQuery, _push_jobs_v1_GroupReply, _push_jobs_v1_GroupQuery__Output, _push_jobs_v1_GroupReply__Output>
  GetOrganization: MethodDefinition<_push_jobs_v1_OrganizationQuery, _push_jobs_v1_OrganizationReply, _push_jobs_v1_OrganizationQuery__Output, _push_jobs_v1_OrganizationReply__Output>
}
