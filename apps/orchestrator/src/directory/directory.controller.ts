import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type {
  GroupQuery__Output,
  GroupReply,
  OrganizationQuery__Output,
  OrganizationReply,
  PrincipalLists,
  PrincipalQueries__Output,
} from '@push-jobs/contracts';
import { Groups } from './groups.ts';
import { ReadDirectory } from './read.ts';

@Controller()
export class DirectoryController {
  constructor(
    private readonly directory: ReadDirectory,
    private readonly groups: Groups,
  ) {}

  @GrpcMethod('Directory', 'GetOrganization')
  getOrganization({ name }: OrganizationQuery__Output): Promise<OrganizationReply> {
    return this.directory.organization(name);
  }

  @GrpcMethod('Directory', 'FindPrincipals')
  async findPrincipals({ queries }: PrincipalQueries__Output): Promise<PrincipalLists> {
    const found = await Promise.all(
      queries.map(({ organization, name }) => this.directory.principals(organization, name)),
    );
    return { lists: found.map((principals) => ({ principals })) };
  }

  @GrpcMethod('Directory', 'GetGroup')
  getGroup({ organization, name }: GroupQuery__Output): Promise<GroupReply> {
    return this.groups.get(organization, name);
  }
}
