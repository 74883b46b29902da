// Original file: proto/directory.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { EveryOrganization as _push_jobs_v1_EveryOrganization, EveryOrganization__Output as _push_jobs_v1_EveryOrganization__Output } from '../../push_jobs/v1/EveryOrganization.ts';
import type { GroupChange as _push_jobs_v1_GroupChange, GroupChange__Output as _push_jobs_v1_GroupChange__Output } from '../../push_jobs/v1/GroupChange.ts';
import type { GroupQuery as _push_jobs_v1_GroupQuery, GroupQuery__Output as _push_jobs_v1_GroupQuery__Output } from '../../push_jobs/v1/GroupQuery.ts';
import type { GroupReply as _push_jobs_v1_GroupReply, GroupReply__Output as _push_jobs_v1_GroupReply__Output } from '../../push_jobs/v1/GroupReply.ts';
import type { KeyChange as _push_jobs_v1_KeyChange, KeyChange__Output as _push_jobs_v1_KeyChange__Output } from '../../push_jobs/v1/KeyChange.ts';
import type { KeyList as _push_jobs_v1_KeyList, KeyList__Output as _push_jobs_v1_KeyList__Output } from '../../push_jobs/v1/KeyList.ts';
import type { KeyName as _push_jobs_v1_KeyName, KeyName__Output as _push_jobs_v1_KeyName__Output } from '../../push_jobs/v1/KeyName.ts';
import type { KeyRecord as _push_jobs_v1_KeyRecord, KeyRecord__Output as _push_jobs_v1_KeyRecord__Output } from '../../push_jobs/v1/KeyRecord.ts';
import type { Membership as _push_jobs_v1_Membership, Membership__Output as _push_jobs_v1_Membership__Output } from '../../push_jobs/v1/Membership.ts';
import type { MembershipChanged as _push_jobs_v1_MembershipChanged, MembershipChanged__Output as _push_jobs_v1_MembershipChanged__Output } from '../../push_jobs/v1/MembershipChanged.ts';
import type { NameList as _push_jobs_v1_NameList, NameList__Output as _push_jobs_v1_NameList__Output } from '../../push_jobs/v1/NameList.ts';
import type { NewKey as _push_jobs_v1_NewKey, NewKey__Output as _push_jobs_v1_NewKey__Output } from '../../push_jobs/v1/NewKey.ts';
import type { NewOrganization as _push_jobs_v1_NewOrganization, NewOrganization__Output as _push_jobs_v1_NewOrganization__Output } from '../../push_jobs/v1/NewOrganization.ts';
import type { NewPrincipal as _push_jobs_v1_NewPrincipal, NewPrincipal__Output as _push_jobs_v1_NewPrincipal__Output } from '../../push_jobs/v1/NewPrincipal.ts';
import type { OrganizationList as _push_jobs_v1_OrganizationList, OrganizationList__Output as _push_jobs_v1_OrganizationList__Output } from '../../push_jobs/v1/OrganizationList.ts';
import type { OrganizationQuery as _push_jobs_v1_OrganizationQuery, OrganizationQuery__Output as _push_jobs_v1_OrganizationQuery__Output } from '../../push_jobs/v1/OrganizationQuery.ts';
import type { OrganizationReply as _push_jobs_v1_OrganizationReply, OrganizationReply__Output as _push_jobs_v1_OrganizationReply__Output } from '../../push_jobs/v1/OrganizationReply.ts';
import type { PrincipalChange as _push_jobs_v1_PrincipalChange, PrincipalChange__Output as _push_jobs_v1_PrincipalChange__Output } from '../../push_jobs/v1/PrincipalChange.ts';
import type { PrincipalName as _push_jobs_v1_PrincipalName, PrincipalName__Output as _push_jobs_v1_PrincipalName__Output } from '../../push_jobs/v1/PrincipalName.ts';
import type { PrincipalRecord as _push_jobs_v1_PrincipalRecord, PrincipalRecord__Output as _push_jobs_v1_PrincipalRecord__Output } from '../../push_jobs/v1/PrincipalRecord.ts';
import type { PrincipalsOf as _push_jobs_v1_PrincipalsOf, PrincipalsOf__Output as _push_jobs_v1_PrincipalsOf__Output } from '../../push_jobs/v1/PrincipalsOf.ts';
import type { UserName as _push_jobs_v1_UserName, UserName__Output as _push_jobs_v1_UserName__Output } from '../../push_jobs/v1/UserName.ts';
import type { UserStanding as _push_jobs_v1_UserStanding, UserStanding__Output as _push_jobs_v1_UserStanding__Output } from '../../push_jobs/v1/UserStanding.ts';

/**
 * What the Chef API of the gateway does to the built-in directory. The gateway decides who may ask; this service sees to
 * it that a change is whole: one transaction each, and nothing is left behind of what is deleted.
 * NOT_FOUND where something that was named does not exist, ABORTED (a conflict) where it exists already,
 * INVALID_ARGUMENT for a value that cannot be.
 */
export interface DirectoryAdminClient extends grpc.Client {
  Associate(argument: _push_jobs_v1_Membership, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  Associate(argument: _push_jobs_v1_Membership, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  Associate(argument: _push_jobs_v1_Membership, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  Associate(argument: _push_jobs_v1_Membership, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  associate(argument: _push_jobs_v1_Membership, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  associate(argument: _push_jobs_v1_Membership, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  associate(argument: _push_jobs_v1_Membership, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  associate(argument: _push_jobs_v1_Membership, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  
  /**
   * Puts these members in place of those there were. FAILED_PRECONDITION where `if_version` is not the group's.
   */
  ChangeGroup(argument: _push_jobs_v1_GroupChange, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  ChangeGroup(argument: _push_jobs_v1_GroupChange, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  ChangeGroup(argument: _push_jobs_v1_GroupChange, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  ChangeGroup(argument: _push_jobs_v1_GroupChange, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  /**
   * Puts these members in place of those there were. FAILED_PRECONDITION where `if_version` is not the group's.
   */
  changeGroup(argument: _push_jobs_v1_GroupChange, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  changeGroup(argument: _push_jobs_v1_GroupChange, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  changeGroup(argument: _push_jobs_v1_GroupChange, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  changeGroup(argument: _push_jobs_v1_GroupChange, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  
  /**
   * PERMISSION_DENIED for the key that `signed_with` names.
   */
  ChangeKey(argument: _push_jobs_v1_KeyChange, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  ChangeKey(argument: _push_jobs_v1_KeyChange, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  ChangeKey(argument: _push_jobs_v1_KeyChange, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  ChangeKey(argument: _push_jobs_v1_KeyChange, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  /**
   * PERMISSION_DENIED for the key that `signed_with` names.
   */
  changeKey(argument: _push_jobs_v1_KeyChange, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  changeKey(argument: _push_jobs_v1_KeyChange, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  changeKey(argument: _push_jobs_v1_KeyChange, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  changeKey(argument: _push_jobs_v1_KeyChange, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  
  ChangePrincipal(argument: _push_jobs_v1_PrincipalChange, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  ChangePrincipal(argument: _push_jobs_v1_PrincipalChange, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  ChangePrincipal(argument: _push_jobs_v1_PrincipalChange, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  ChangePrincipal(argument: _push_jobs_v1_PrincipalChange, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  changePrincipal(argument: _push_jobs_v1_PrincipalChange, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  changePrincipal(argument: _push_jobs_v1_PrincipalChange, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  changePrincipal(argument: _push_jobs_v1_PrincipalChange, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  changePrincipal(argument: _push_jobs_v1_PrincipalChange, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  
  CreateGroup(argument: _push_jobs_v1_GroupQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  CreateGroup(argument: _push_jobs_v1_GroupQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  CreateGroup(argument: _push_jobs_v1_GroupQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  CreateGroup(argument: _push_jobs_v1_GroupQuery, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  createGroup(argument: _push_jobs_v1_GroupQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  createGroup(argument: _push_jobs_v1_GroupQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  createGroup(argument: _push_jobs_v1_GroupQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  createGroup(argument: _push_jobs_v1_GroupQuery, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  
  CreateKey(argument: _push_jobs_v1_NewKey, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  CreateKey(argument: _push_jobs_v1_NewKey, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  CreateKey(argument: _push_jobs_v1_NewKey, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  CreateKey(argument: _push_jobs_v1_NewKey, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  createKey(argument: _push_jobs_v1_NewKey, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  createKey(argument: _push_jobs_v1_NewKey, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  createKey(argument: _push_jobs_v1_NewKey, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  createKey(argument: _push_jobs_v1_NewKey, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  
  /**
   * With the group `admins`; the founder belongs to both.
   */
  CreateOrganization(argument: _push_jobs_v1_NewOrganization, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  CreateOrganization(argument: _push_jobs_v1_NewOrganization, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  CreateOrganization(argument: _push_jobs_v1_NewOrganization, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  CreateOrganization(argument: _push_jobs_v1_NewOrganization, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  /**
   * With the group `admins`; the founder belongs to both.
   */
  createOrganization(argument: _push_jobs_v1_NewOrganization, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  createOrganization(argument: _push_jobs_v1_NewOrganization, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  createOrganization(argument: _push_jobs_v1_NewOrganization, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  createOrganization(argument: _push_jobs_v1_NewOrganization, callback: grpc.requestCallback<_push_jobs_v1_OrganizationReply__Output>): grpc.ClientUnaryCall;
  
  CreatePrincipal(argument: _push_jobs_v1_NewPrincipal, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  CreatePrincipal(argument: _push_jobs_v1_NewPrincipal, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  CreatePrincipal(argument: _push_jobs_v1_NewPrincipal, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  CreatePrincipal(argument: _push_jobs_v1_NewPrincipal, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  createPrincipal(argument: _push_jobs_v1_NewPrincipal, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  createPrincipal(argument: _push_jobs_v1_NewPrincipal, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  createPrincipal(argument: _push_jobs_v1_NewPrincipal, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  createPrincipal(argument: _push_jobs_v1_NewPrincipal, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  
  /**
   * Out of other groups as well. PERMISSION_DENIED for `admins`.
   */
  DeleteGroup(argument: _push_jobs_v1_GroupQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  DeleteGroup(argument: _push_jobs_v1_GroupQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  DeleteGroup(argument: _push_jobs_v1_GroupQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  DeleteGroup(argument: _push_jobs_v1_GroupQuery, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  /**
   * Out of other groups as well. PERMISSION_DENIED for `admins`.
   */
  deleteGroup(argument: _push_jobs_v1_GroupQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  deleteGroup(argument: _push_jobs_v1_GroupQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  deleteGroup(argument: _push_jobs_v1_GroupQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  deleteGroup(argument: _push_jobs_v1_GroupQuery, callback: grpc.requestCallback<_push_jobs_v1_GroupReply__Output>): grpc.ClientUnaryCall;
  
  /**
   * PERMISSION_DENIED for the key that `signed_with` names.
   */
  DeleteKey(argument: _push_jobs_v1_KeyName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  DeleteKey(argument: _push_jobs_v1_KeyName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  DeleteKey(argument: _push_jobs_v1_KeyName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  DeleteKey(argument: _push_jobs_v1_KeyName, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  /**
   * PERMISSION_DENIED for the key that `signed_with` names.
   */
  deleteKey(argument: _push_jobs_v1_KeyName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  deleteKey(argument: _push_jobs_v1_KeyName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  deleteKey(argument: _push_jobs_v1_KeyName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  deleteKey(argument: _push_jobs_v1_KeyName, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  
  /**
   * With its keys, and out of every group and organization.
   */
  DeletePrincipal(argument: _push_jobs_v1_PrincipalName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  DeletePrincipal(argument: _push_jobs_v1_PrincipalName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  DeletePrincipal(argument: _push_jobs_v1_PrincipalName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  DeletePrincipal(argument: _push_jobs_v1_PrincipalName, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  /**
   * With its keys, and out of every group and organization.
   */
  deletePrincipal(argument: _push_jobs_v1_PrincipalName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  deletePrincipal(argument: _push_jobs_v1_PrincipalName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  deletePrincipal(argument: _push_jobs_v1_PrincipalName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  deletePrincipal(argument: _push_jobs_v1_PrincipalName, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  
  /**
   * Takes the user out of the organization's groups too.
   */
  Dissociate(argument: _push_jobs_v1_Membership, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  Dissociate(argument: _push_jobs_v1_Membership, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  Dissociate(argument: _push_jobs_v1_Membership, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  Dissociate(argument: _push_jobs_v1_Membership, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  /**
   * Takes the user out of the organization's groups too.
   */
  dissociate(argument: _push_jobs_v1_Membership, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  dissociate(argument: _push_jobs_v1_Membership, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  dissociate(argument: _push_jobs_v1_Membership, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  dissociate(argument: _push_jobs_v1_Membership, callback: grpc.requestCallback<_push_jobs_v1_MembershipChanged__Output>): grpc.ClientUnaryCall;
  
  GetKey(argument: _push_jobs_v1_KeyName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  GetKey(argument: _push_jobs_v1_KeyName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  GetKey(argument: _push_jobs_v1_KeyName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  GetKey(argument: _push_jobs_v1_KeyName, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  getKey(argument: _push_jobs_v1_KeyName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  getKey(argument: _push_jobs_v1_KeyName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  getKey(argument: _push_jobs_v1_KeyName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  getKey(argument: _push_jobs_v1_KeyName, callback: grpc.requestCallback<_push_jobs_v1_KeyRecord__Output>): grpc.ClientUnaryCall;
  
  GetPrincipal(argument: _push_jobs_v1_PrincipalName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  GetPrincipal(argument: _push_jobs_v1_PrincipalName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  GetPrincipal(argument: _push_jobs_v1_PrincipalName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  GetPrincipal(argument: _push_jobs_v1_PrincipalName, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  getPrincipal(argument: _push_jobs_v1_PrincipalName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  getPrincipal(argument: _push_jobs_v1_PrincipalName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  getPrincipal(argument: _push_jobs_v1_PrincipalName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  getPrincipal(argument: _push_jobs_v1_PrincipalName, callback: grpc.requestCallback<_push_jobs_v1_PrincipalRecord__Output>): grpc.ClientUnaryCall;
  
  GetStanding(argument: _push_jobs_v1_UserName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_UserStanding__Output>): grpc.ClientUnaryCall;
  GetStanding(argument: _push_jobs_v1_UserName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_UserStanding__Output>): grpc.ClientUnaryCall;
  GetStanding(argument: _push_jobs_v1_UserName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_UserStanding__Output>): grpc.ClientUnaryCall;
  GetStanding(argument: _push_jobs_v1_UserName, callback: grpc.requestCallback<_push_jobs_v1_UserStanding__Output>): grpc.ClientUnaryCall;
  getStanding(argument: _push_jobs_v1_UserName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_UserStanding__Output>): grpc.ClientUnaryCall;
  getStanding(argument: _push_jobs_v1_UserName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_UserStanding__Output>): grpc.ClientUnaryCall;
  getStanding(argument: _push_jobs_v1_UserName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_UserStanding__Output>): grpc.ClientUnaryCall;
  getStanding(argument: _push_jobs_v1_UserName, callback: grpc.requestCallback<_push_jobs_v1_UserStanding__Output>): grpc.ClientUnaryCall;
  
  ListGroups(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  ListGroups(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  ListGroups(argument: _push_jobs_v1_OrganizationQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  ListGroups(argument: _push_jobs_v1_OrganizationQuery, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listGroups(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listGroups(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listGroups(argument: _push_jobs_v1_OrganizationQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listGroups(argument: _push_jobs_v1_OrganizationQuery, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  
  ListKeys(argument: _push_jobs_v1_PrincipalName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyList__Output>): grpc.ClientUnaryCall;
  ListKeys(argument: _push_jobs_v1_PrincipalName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_KeyList__Output>): grpc.ClientUnaryCall;
  ListKeys(argument: _push_jobs_v1_PrincipalName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyList__Output>): grpc.ClientUnaryCall;
  ListKeys(argument: _push_jobs_v1_PrincipalName, callback: grpc.requestCallback<_push_jobs_v1_KeyList__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _push_jobs_v1_PrincipalName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyList__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _push_jobs_v1_PrincipalName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_KeyList__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _push_jobs_v1_PrincipalName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_KeyList__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _push_jobs_v1_PrincipalName, callback: grpc.requestCallback<_push_jobs_v1_KeyList__Output>): grpc.ClientUnaryCall;
  
  ListMembers(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  ListMembers(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  ListMembers(argument: _push_jobs_v1_OrganizationQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  ListMembers(argument: _push_jobs_v1_OrganizationQuery, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listMembers(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listMembers(argument: _push_jobs_v1_OrganizationQuery, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listMembers(argument: _push_jobs_v1_OrganizationQuery, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listMembers(argument: _push_jobs_v1_OrganizationQuery, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  
  ListMemberships(argument: _push_jobs_v1_UserName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_OrganizationList__Output>): grpc.ClientUnaryCall;
  ListMemberships(argument: _push_jobs_v1_UserName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_OrganizationList__Output>): grpc.ClientUnaryCall;
  ListMemberships(argument: _push_jobs_v1_UserName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_OrganizationList__Output>): grpc.ClientUnaryCall;
  ListMemberships(argument: _push_jobs_v1_UserName, callback: grpc.requestCallback<_push_jobs_v1_OrganizationList__Output>): grpc.ClientUnaryCall;
  listMemberships(argument: _push_jobs_v1_UserName, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_OrganizationList__Output>): grpc.ClientUnaryCall;
  listMemberships(argument: _push_jobs_v1_UserName, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_OrganizationList__Output>): grpc.ClientUnaryCall;
  listMemberships(argument: _push_jobs_v1_UserName, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_OrganizationList__Output>): grpc.ClientUnaryCall;
  listMemberships(argument: _push_jobs_v1_UserName, callback: grpc.requestCallback<_push_jobs_v1_OrganizationList__Output>): grpc.ClientUnaryCall;
  
  ListOrganizations(argument: _push_jobs_v1_EveryOrganization, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  ListOrganizations(argument: _push_jobs_v1_EveryOrganization, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  ListOrganizations(argument: _push_jobs_v1_EveryOrganization, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  ListOrganizations(argument: _push_jobs_v1_EveryOrganization, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listOrganizations(argument: _push_jobs_v1_EveryOrganization, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listOrganizations(argument: _push_jobs_v1_EveryOrganization, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listOrganizations(argument: _push_jobs_v1_EveryOrganization, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listOrganizations(argument: _push_jobs_v1_EveryOrganization, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  
  ListPrincipals(argument: _push_jobs_v1_PrincipalsOf, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  ListPrincipals(argument: _push_jobs_v1_PrincipalsOf, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  ListPrincipals(argument: _push_jobs_v1_PrincipalsOf, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  ListPrincipals(argument: _push_jobs_v1_PrincipalsOf, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listPrincipals(argument: _push_jobs_v1_PrincipalsOf, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listPrincipals(argument: _push_jobs_v1_PrincipalsOf, metadata: grpc.Metadata, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listPrincipals(argument: _push_jobs_v1_PrincipalsOf, options: grpc.CallOptions, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  listPrincipals(argument: _push_jobs_v1_PrincipalsOf, callback: grpc.requestCallback<_push_jobs_v1_NameList__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What the Chef API of the gateway does to the built-in directory. The gateway decides who may ask; this service sees to
 * it that a change is whole: one transaction each, and nothing is left behind of what is deleted.
 * NOT_FOUND where something that was named does not exist, ABORTED (a conflict) where it exists already,
 * INVALID_ARGUMENT for a value that cannot be.
 */
export interface DirectoryAdminHandlers extends grpc.UntypedServiceImplementation {
  Associate: grpc.handleUnaryCall<_push_jobs_v1_Membership__Output, _push_jobs_v1_MembershipChanged>;
  
  /**
   * Puts these members in place of those there were. FAILED_PRECONDITION where `if_version` is not the group's.
   */
  ChangeGroup: grpc.handleUnaryCall<_push_jobs_v1_GroupChange__Output, _push_jobs_v1_GroupReply>;
  
  /**
   * PERMISSION_DENIED for the key that `signed_with` names.
   */
  ChangeKey: grpc.handleUnaryCall<_push_jobs_v1_KeyChange__Output, _push_jobs_v1_KeyRecord>;
  
  ChangePrincipal: grpc.handleUnaryCall<_push_jobs_v1_PrincipalChange__Output, _push_jobs_v1_PrincipalRecord>;
  
  CreateGroup: grpc.handleUnaryCall<_push_jobs_v1_GroupQuery__Output, _push_jobs_v1_GroupReply>;
  
  CreateKey: grpc.handleUnaryCall<_push_jobs_v1_NewKey__Output, _push_jobs_v1_KeyRecord>;
  
  /**
   * With the group `admins`; the founder belongs to both.
   */
  CreateOrganization: grpc.handleUnaryCall<_push_jobs_v1_NewOrganization__Output, _push_jobs_v1_OrganizationReply>;
  
  CreatePrincipal: grpc.handleUnaryCall<_push_jobs_v1_NewPrincipal__Output, _push_jobs_v1_PrincipalRecord>;
  
  /**
   * Out of other groups as well. PERMISSION_DENIED for `admins`.
   */
  DeleteGroup: grpc.handleUnaryCall<_push_jobs_v1_GroupQuery__Output, _push_jobs_v1_GroupReply>;
  
  /**
   * PERMISSION_DENIED for the key that `signed_with` names.
   */
  DeleteKey: grpc.handleUnaryCall<_push_jobs_v1_KeyName__Output, _push_jobs_v1_KeyRecord>;
  
  /**
   * With its keys, and out of every group and organization.
   */
  DeletePrincipal: grpc.handleUnaryCall<_push_jobs_v1_PrincipalName__Output, _push_jobs_v1_PrincipalRecord>;
  
  /**
   * Takes the user out of the organization's groups too.
   */
  Dissociate: grpc.handleUnaryCall<_push_jobs_v1_Membership__Output, _push_jobs_v1_MembershipChanged>;
  
  GetKey: grpc.handleUnaryCall<_push_jobs_v1_KeyName__Output, _push_jobs_v1_KeyRecord>;
  
  GetPrincipal: grpc.handleUnaryCall<_push_jobs_v1_PrincipalName__Output, _push_jobs_v1_PrincipalRecord>;
  
  GetStanding: grpc.handleUnaryCall<_push_jobs_v1_UserName__Output, _push_jobs_v1_UserStanding>;
  
  ListGroups: grpc.handleUnaryCall<_push_jobs_v1_OrganizationQuery__Output, _push_jobs_v1_NameList>;
  
  ListKeys: grpc.handleUnaryCall<_push_jobs_v1_PrincipalName__Output, _push_jobs_v1_KeyList>;
  
  ListMembers: grpc.handleUnaryCall<_push_jobs_v1_OrganizationQuery__Output, _push_jobs_v1_NameList>;
  
  ListMemberships: grpc.handleUnaryCall<_push_jobs_v1_UserName__Output, _push_jobs_v1_OrganizationList>;
  
  ListOrganizations: grpc.handleUnaryCall<_push_jobs_v1_EveryOrganization__Output, _push_jobs_v1_NameList>;
  
  ListPrincipals: grpc.handleUnaryCall<_push_jobs_v1_PrincipalsOf__Output, _push_jobs_v1_NameList>;
  
}

export interface DirectoryAdminDefinition extends grpc.ServiceDefinition {
  Associate: MethodDefinition<_push_jobs_v1_Membership, _push_jobs_v1_MembershipChanged, _push_jobs_v1_Membership__Output, _push_jobs_v1_MembershipChanged__Output>
  ChangeGroup: MethodDefinition<_push_jobs_v1_GroupChange, _push_jobs_v1_GroupReply, _push_jobs_v1_GroupChange__Output, _push_jobs_v1_GroupReply__Output>
  ChangeKey: MethodDefinition<_push_jobs_v1_KeyChange, _push_jobs_v1_KeyRecord, _push_jobs_v1_KeyChange__Output, _push_jobs_v1_KeyRecord__Output>
  ChangePrincipal: MethodDefinition<_push_jobs_v1_PrincipalChange, _push_jobs_v1_PrincipalRecord, _push_jobs_v1_PrincipalChange__Output, _push_jobs_v1_PrincipalRecord__Output>
  CreateGroup: MethodDefinition<_push_jobs_v1_GroupQuery, _push_jobs_v1_GroupReply, _push_jobs_v1_GroupQuery__Output, _push_jobs_v1_GroupReply__Output>
  CreateKey: MethodDefinition<_push_jobs_v1_NewKey, _push_jobs_v1_KeyRecord, _push_jobs_v1_NewKey__Output, _push_jobs_v1_KeyRecord__Output>
  CreateOrganization: MethodDefinition<_push_jobs_v1_NewOrganization, _push_jobs_v1_OrganizationReply, _push_jobs_v1_NewOrganization__Output, _push_jobs_v1_OrganizationReply__Output>
  CreatePrincipal: MethodDefinition<_push_jobs_v1_NewPrincipal, _push_jobs_v1_PrincipalRecord, _push_jobs_v1_NewPrincipal__Output, _push_jobs_v1_PrincipalRecord__Output>
  DeleteGroup: MethodDefinition<_push_jobs_v1_GroupQuery, _push_jobs_v1_GroupReply, _push_jobs_v1_GroupQuery__Output, _push_jobs_v1_GroupReply__Output>
  DeleteKey: MethodDefinition<_push_jobs_v1_KeyName, _push_jobs_v1_KeyRecord, _push_jobs_v1_KeyName__Output, _push_jobs_v1_KeyRecord__Output>
  DeletePrincipal: MethodDefinition<_push_jobs_v1_PrincipalName, _push_jobs_v1_PrincipalRecord, _push_jobs_v1_PrincipalName__Output, _push_jobs_v1_PrincipalRecord__Output>
  Dissociate: MethodDefinition<_push_jobs_v1_Membership, _push_jobs_v1_MembershipChanged, _push_jobs_v1_Membership__Output, _push_jobs_v1_MembershipChanged__Output>
  GetKey: MethodDefinition<_push_jobs_v1_KeyName, _push_jobs_v1_KeyRecord, _push_jobs_v1_KeyName__Output, _push_jobs_v1_KeyRecord__Output>
  GetPrincipal: MethodDefinition<_push_jobs_v1_PrincipalName, _push_jobs_v1_PrincipalRecord, _push_jobs_v1_PrincipalName__Output, _push_jobs_v1_PrincipalRecord__Output>
  GetStanding: MethodDefinition<_push_jobs_v1_UserName, _push_jobs_v1_UserStanding, _push_jobs_v1_UserName__Output, _push_jobs_v1_UserStanding__Output>
  ListGroups: MethodDefinition<_push_jobs_v1_OrganizationQuery, _push_jobs_v1_NameList, _push_jobs_v1_OrganizationQuery__Output, _push_jobs_v1_NameList__Output>
  ListKeys: MethodDefinition<_push_jobs_v1_PrincipalName, _push_jobs_v1_KeyList, _push_jobs_v1_PrincipalName__Output, _push_jobs_v1_KeyList__Output>
  ListMembers: MethodDefinition<_push_jobs_v1_OrganizationQuery, _push_jobs_v1_NameList, _push_jobs_v1_OrganizationQuery__Output, _push_jobs_v1_NameList__Output>
  ListMemberships: MethodDefinition<_push_jobs_v1_UserName, _push_jobs_v1_OrganizationList, _push_jobs_v1_UserName__Output, _push_jobs_v1_OrganizationList__Output>
  ListOrganizations: MethodDefinition<_push_jobs_v1_EveryOrganization, _push_jobs_v1_NameList, _push_jobs_v1_EveryOrganization__Output, _push_jobs_v1_NameList__Output>
  ListPrincipals: MethodDefinition<_push_jobs_v1_PrincipalsOf, _push_jobs_v1_NameList, _push_jobs_v1_PrincipalsOf__Output, _push_jobs_v1_NameList__Output>
}
