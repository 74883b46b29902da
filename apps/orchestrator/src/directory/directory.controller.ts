import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type {
  GroupQuery__Output,
  GroupReply,
  OrganizationQuery__Output,
  OrganizationReply,
  PrincipalList,
  PrincipalQuery__Output,
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
  async findPrincipals({ organization, name }: PrincipalQuery__Output): Promise<PrincipalList> {
    return { principals: await this.directory.principals(organization, name) };
  }

  @GrpcMethod('Directory', 'GetGroup')
  getGroup({ organization, name }: GroupQuery__Output): Promise<GroupReply> {
    return this.groups.get(organization, name);
  }
}
