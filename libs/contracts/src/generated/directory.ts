import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { AttributePath as _push_jobs_v1_AttributePath, AttributePath__Output as _push_jobs_v1_AttributePath__Output } from './push_jobs/v1/AttributePath.ts';
import type { DirectoryClient as _push_jobs_v1_DirectoryClient, DirectoryDefinition as _push_jobs_v1_DirectoryDefinition } from './push_jobs/v1/Directory.ts';
import type { DirectoryAdminClient as _push_jobs_v1_DirectoryAdminClient, DirectoryAdminDefinition as _push_jobs_v1_DirectoryAdminDefinition } from './push_jobs/v1/DirectoryAdmin.ts';
import type { EveryOrganization as _push_jobs_v1_EveryOrganization, EveryOrganization__Output as _push_jobs_v1_EveryOrganization__Output } from './push_jobs/v1/EveryOrganization.ts';
import type { FoundNodes as _push_jobs_v1_FoundNodes, FoundNodes__Output as _push_jobs_v1_FoundNodes__Output } from './push_jobs/v1/FoundNodes.ts';
import type { GroupChange as _push_jobs_v1_GroupChange, GroupChange__Output as _push_jobs_v1_GroupChange__Output } from './push_jobs/v1/GroupChange.ts';
import type { GroupQuery as _push_jobs_v1_GroupQuery, GroupQuery__Output as _push_jobs_v1_GroupQuery__Output } from './push_jobs/v1/GroupQuery.ts';
import type { GroupReply as _push_jobs_v1_GroupReply, GroupReply__Output as _push_jobs_v1_GroupReply__Output } from './push_jobs/v1/GroupReply.ts';
import type { KeyChange as _push_jobs_v1_KeyChange, KeyChange__Output as _push_jobs_v1_KeyChange__Output } from './push_jobs/v1/KeyChange.ts';
import type { KeyList as _push_jobs_v1_KeyList, KeyList__Output as _push_jobs_v1_KeyList__Output } from './push_jobs/v1/KeyList.ts';
import type { KeyName as _push_jobs_v1_KeyName, KeyName__Output as _push_jobs_v1_KeyName__Output } from './push_jobs/v1/KeyName.ts';
import type { KeyRecord as _push_jobs_v1_KeyRecord, KeyRecord__Output as _push_jobs_v1_KeyRecord__Output } from './push_jobs/v1/KeyRecord.ts';
import type { Membership as _push_jobs_v1_Membership, Membership__Output as _push_jobs_v1_Membership__Output } from './push_jobs/v1/Membership.ts';
import type { MembershipChanged as _push_jobs_v1_MembershipChanged, MembershipChanged__Output as _push_jobs_v1_MembershipChanged__Output } from './push_jobs/v1/MembershipChanged.ts';
import type { NameList as _push_jobs_v1_NameList, NameList__Output as _push_jobs_v1_NameList__Output } from './push_jobs/v1/NameList.ts';
import type { NewKey as _push_jobs_v1_NewKey, NewKey__Output as _push_jobs_v1_NewKey__Output } from './push_jobs/v1/NewKey.ts';
import type { NewOrganization as _push_jobs_v1_NewOrganization, NewOrganization__Output as _push_jobs_v1_NewOrganization__Output } from './push_jobs/v1/NewOrganization.ts';
import type { NewPrincipal as _push_jobs_v1_NewPrincipal, NewPrincipal__Output as _push_jobs_v1_NewPrincipal__Output } from './push_jobs/v1/NewPrincipal.ts';
import type { NodeObject as _push_jobs_v1_NodeObject, NodeObject__Output as _push_jobs_v1_NodeObject__Output } from './push_jobs/v1/NodeObject.ts';
import type { NodeObjectName as _push_jobs_v1_NodeObjectName, NodeObjectName__Output as _push_jobs_v1_NodeObjectName__Output } from './push_jobs/v1/NodeObjectName.ts';
import type { NodeObjectsClient as _push_jobs_v1_NodeObjectsClient, NodeObjectsDefinition as _push_jobs_v1_NodeObjectsDefinition } from './push_jobs/v1/NodeObjects.ts';
import type { NodeSearch as _push_jobs_v1_NodeSearch, NodeSearch__Output as _push_jobs_v1_NodeSearch__Output } from './push_jobs/v1/NodeSearch.ts';
import type { OrganizationList as _push_jobs_v1_OrganizationList, OrganizationList__Output as _push_jobs_v1_OrganizationList__Output } from './push_jobs/v1/OrganizationList.ts';
import type { OrganizationQuery as _push_jobs_v1_OrganizationQuery, OrganizationQuery__Output as _push_jobs_v1_OrganizationQuery__Output } from './push_jobs/v1/OrganizationQuery.ts';
import type { OrganizationReply as _push_jobs_v1_OrganizationReply, OrganizationReply__Output as _push_jobs_v1_OrganizationReply__Output } from './push_jobs/v1/OrganizationReply.ts';
import type { PrincipalChange as _push_jobs_v1_PrincipalChange, PrincipalChange__Output as _push_jobs_v1_PrincipalChange__Output } from './push_jobs/v1/PrincipalChange.ts';
import type { PrincipalList as _push_jobs_v1_PrincipalList, PrincipalList__Output as _push_jobs_v1_PrincipalList__Output } from './push_jobs/v1/PrincipalList.ts';
import type { PrincipalLists as _push_jobs_v1_PrincipalLists, PrincipalLists__Output as _push_jobs_v1_PrincipalLists__Output } from './push_jobs/v1/PrincipalLists.ts';
import type { PrincipalName as _push_jobs_v1_PrincipalName, PrincipalName__Output as _push_jobs_v1_PrincipalName__Output } from './push_jobs/v1/PrincipalName.ts';
import type { PrincipalQueries as _push_jobs_v1_PrincipalQueries, PrincipalQueries__Output as _push_jobs_v1_PrincipalQueries__Output } from './push_jobs/v1/PrincipalQueries.ts';
import type { PrincipalQuery as _push_jobs_v1_PrincipalQuery, PrincipalQuery__Output as _push_jobs_v1_PrincipalQuery__Output } from './push_jobs/v1/PrincipalQuery.ts';
import type { PrincipalRecord as _push_jobs_v1_PrincipalRecord, PrincipalRecord__Output as _push_jobs_v1_PrincipalRecord__Output } from './push_jobs/v1/PrincipalRecord.ts';
import type { PrincipalReply as _push_jobs_v1_PrincipalReply, PrincipalReply__Output as _push_jobs_v1_PrincipalReply__Output } from './push_jobs/v1/PrincipalReply.ts';
import type { PrincipalsOf as _push_jobs_v1_PrincipalsOf, PrincipalsOf__Output as _push_jobs_v1_PrincipalsOf__Output } from './push_jobs/v1/PrincipalsOf.ts';
import type { UserName as _push_jobs_v1_UserName, UserName__Output as _push_jobs_v1_UserName__Output } from './push_jobs/v1/UserName.ts';
import type { UserStanding as _push_jobs_v1_UserStanding, UserStanding__Output as _push_jobs_v1_UserStanding__Output } from './push_jobs/v1/UserStanding.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  push_jobs: {
    v1: {
      AttributePath: MessageTypeDefinition<_push_jobs_v1_AttributePath, _push_jobs_v1_AttributePath__Output>
      /**
       * The built-in directory, served by the orchestrator; read by the gateway and the feed service.
       */
      Directory: SubtypeConstructor<typeof grpc.Client, _push_jobs_v1_DirectoryClient> & { service: _push_jobs_v1_DirectoryDefinition }
      /**
       * What the Chef API of the gateway does to the built-in directory. The gateway decides who may ask; this service sees to
       * it that a change is whole: one transaction each, and nothing is left behind of what is deleted.
       * NOT_FOUND where something that was named does not exist, ABORTED (a conflict) where it exists already,
       * INVALID_ARGUMENT for a value that cannot be.
       */
      DirectoryAdmin: SubtypeConstructor<typeof grpc.Client, _push_jobs_v1_DirectoryAdminClient> & { service: _push_jobs_v1_DirectoryAdminDefinition }
      EveryOrganization: MessageTypeDefinition<_push_jobs_v1_EveryOrganization, _push_jobs_v1_EveryOrganization__Output>
      FoundNodes: MessageTypeDefinition<_push_jobs_v1_FoundNodes, _push_jobs_v1_FoundNodes__Output>
      GroupChange: MessageTypeDefinition<_push_jobs_v1_GroupChange, _push_jobs_v1_GroupChange__Output>
      GroupQuery: MessageTypeDefinition<_push_jobs_v1_GroupQuery, _push_jobs_v1_GroupQuery__Output>
      GroupReply: MessageTypeDefinition<_push_jobs_v1_GroupReply, _push_jobs_v1_GroupReply__Output>
      KeyChange: MessageTypeDefinition<_push_jobs_v1_KeyChange, _push_jobs_v1_KeyChange__Output>
      KeyList: MessageTypeDefinition<_push_jobs_v1_KeyList, _push_jobs_v1_KeyList__Output>
      KeyName: MessageTypeDefinition<_push_jobs_v1_KeyName, _push_jobs_v1_KeyName__Output>
      KeyRecord: MessageTypeDefinition<_push_jobs_v1_KeyRecord, _push_jobs_v1_KeyRecord__Output>
      Membership: MessageTypeDefinition<_push_jobs_v1_Membership, _push_jobs_v1_Membership__Output>
      MembershipChanged: MessageTypeDefinition<_push_jobs_v1_MembershipChanged, _push_jobs_v1_MembershipChanged__Output>
      NameList: MessageTypeDefinition<_push_jobs_v1_NameList, _push_jobs_v1_NameList__Output>
      NewKey: MessageTypeDefinition<_push_jobs_v1_NewKey, _push_jobs_v1_NewKey__Output>
      NewOrganization: MessageTypeDefinition<_push_jobs_v1_NewOrganization, _push_jobs_v1_NewOrganization__Output>
      NewPrincipal: MessageTypeDefinition<_push_jobs_v1_NewPrincipal, _push_jobs_v1_NewPrincipal__Output>
      NodeObject: MessageTypeDefinition<_push_jobs_v1_NodeObject, _push_jobs_v1_NodeObject__Output>
      NodeObjectName: MessageTypeDefinition<_push_jobs_v1_NodeObjectName, _push_jobs_v1_NodeObjectName__Output>
      /**
       * Node objects, as `knife node` shows and edits them. They say what a node is, not whether it is there.
       */
      NodeObjects: SubtypeConstructor<typeof grpc.Client, _push_jobs_v1_NodeObjectsClient> & { service: _push_jobs_v1_NodeObjectsDefinition }
      NodeSearch: MessageTypeDefinition<_push_jobs_v1_NodeSearch, _push_jobs_v1_NodeSearch__Output>
      OrganizationList: MessageTypeDefinition<_push_jobs_v1_OrganizationList, _push_jobs_v1_OrganizationList__Output>
      OrganizationQuery: MessageTypeDefinition<_push_jobs_v1_OrganizationQuery, _push_jobs_v1_OrganizationQuery__Output>
      OrganizationReply: MessageTypeDefinition<_push_jobs_v1_OrganizationReply, _push_jobs_v1_OrganizationReply__Output>
      PrincipalChange: MessageTypeDefinition<_push_jobs_v1_PrincipalChange, _push_jobs_v1_PrincipalChange__Output>
      PrincipalList: MessageTypeDefinition<_push_jobs_v1_PrincipalList, _push_jobs_v1_PrincipalList__Output>
      PrincipalLists: MessageTypeDefinition<_push_jobs_v1_PrincipalLists, _push_jobs_v1_PrincipalLists__Output>
      PrincipalName: MessageTypeDefinition<_push_jobs_v1_PrincipalName, _push_jobs_v1_PrincipalName__Output>
      PrincipalQueries: MessageTypeDefinition<_push_jobs_v1_PrincipalQueries, _push_jobs_v1_PrincipalQueries__Output>
      PrincipalQuery: MessageTypeDefinition<_push_jobs_v1_PrincipalQuery, _push_jobs_v1_PrincipalQuery__Output>
      PrincipalRecord: MessageTypeDefinition<_push_jobs_v1_PrincipalRecord, _push_jobs_v1_PrincipalRecord__Output>
      PrincipalReply: MessageTypeDefinition<_push_jobs_v1_PrincipalReply, _push_jobs_v1_PrincipalReply__Output>
      PrincipalsOf: MessageTypeDefinition<_push_jobs_v1_PrincipalsOf, _push_jobs_v1_PrincipalsOf__Output>
      UserName: MessageTypeDefinition<_push_jobs_v1_UserName, _push_jobs_v1_UserName__Output>
      UserStanding: MessageTypeDefinition<_push_jobs_v1_UserStanding, _push_jobs_v1_UserStanding__Output>
    }
  }
}

