import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { DirectoryClient as _push_jobs_v1_DirectoryClient, DirectoryDefinition as _push_jobs_v1_DirectoryDefinition } from './push_jobs/v1/Directory.ts';
import type { GroupQuery as _push_jobs_v1_GroupQuery, GroupQuery__Output as _push_jobs_v1_GroupQuery__Output } from './push_jobs/v1/GroupQuery.ts';
import type { GroupReply as _push_jobs_v1_GroupReply, GroupReply__Output as _push_jobs_v1_GroupReply__Output } from './push_jobs/v1/GroupReply.ts';
import type { OrganizationQuery as _push_jobs_v1_OrganizationQuery, OrganizationQuery__Output as _push_jobs_v1_OrganizationQuery__Output } from './push_jobs/v1/OrganizationQuery.ts';
import type { OrganizationReply as _push_jobs_v1_OrganizationReply, OrganizationReply__Output as _push_jobs_v1_OrganizationReply__Output } from './push_jobs/v1/OrganizationReply.ts';
import type { PrincipalList as _push_jobs_v1_PrincipalList, PrincipalList__Output as _push_jobs_v1_PrincipalList__Output } from './push_jobs/v1/PrincipalList.ts';
import type { PrincipalQuery as _push_jobs_v1_PrincipalQuery, PrincipalQuery__Output as _push_jobs_v1_PrincipalQuery__Output } from './push_jobs/v1/PrincipalQuery.ts';
import type { PrincipalReply as _push_jobs_v1_PrincipalReply, PrincipalReply__Output as _push_jobs_v1_PrincipalReply__Output } from './push_jobs/v1/PrincipalReply.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  push_jobs: {
    v1: {
      /**
       * The built-in directory, served by the orchestrator; read by the gateway and the feed service.
       */
      Directory: SubtypeConstructor<typeof grpc.Client, _push_jobs_v1_DirectoryClient> & { service: _push_jobs_v1_DirectoryDefinition }
      GroupQuery: MessageTypeDefinition<_push_jobs_v1_GroupQuery, _push_jobs_v1_GroupQuery__Output>
      GroupReply: MessageTypeDefinition<_push_jobs_v1_GroupReply, _push_jobs_v1_GroupReply__Output>
      OrganizationQuery: MessageTypeDefinition<_push_jobs_v1_OrganizationQuery, _push_jobs_v1_OrganizationQuery__Output>
      OrganizationReply: MessageTypeDefinition<_push_jobs_v1_OrganizationReply, _push_jobs_v1_OrganizationReply__Output>
      PrincipalList: MessageTypeDefinition<_push_jobs_v1_PrincipalList, _push_jobs_v1_PrincipalList__Output>
      PrincipalQuery: MessageTypeDefinition<_push_jobs_v1_PrincipalQuery, _push_jobs_v1_PrincipalQuery__Output>
      PrincipalReply: MessageTypeDefinition<_push_jobs_v1_PrincipalReply, _push_jobs_v1_PrincipalReply__Output>
    }
  }
}

