import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type {
  GroupChange__Output,
  GroupQuery__Output,
  GroupReply,
  KeyChange__Output,
  KeyList,
  KeyName__Output,
  KeyRecord,
  Membership__Output,
  MembershipChanged,
  NameList,
  NewKey__Output,
  NewOrganization__Output,
  NewPrincipal__Output,
  OrganizationList,
  OrganizationQuery__Output,
  OrganizationReply,
  PrincipalChange__Output,
  PrincipalName__Output,
  PrincipalRecord,
  PrincipalsOf__Output,
  UserName__Output,
  UserStanding,
} from '@push-jobs/contracts';
import { Groups } from './groups.ts';
import { Organizations } from './organizations.ts';
import { PrincipalKeys } from './principal-keys.ts';
import { Principals } from './principals.ts';

@Controller()
export class DirectoryAdminController {
  constructor(
    private readonly organizations: Organizations,
    private readonly principals: Principals,
    private readonly keys: PrincipalKeys,
    private readonly groups: Groups,
  ) {}

  @GrpcMethod('DirectoryAdmin', 'GetStanding')
  getStanding({ name }: UserName__Output): Promise<UserStanding> {
    return this.organizations.standing(name);
  }

  @GrpcMethod('DirectoryAdmin', 'ListOrganizations')
  async listOrganizations(): Promise<NameList> {
    return { names: await this.organizations.list() };
  }

  @GrpcMethod('DirectoryAdmin', 'CreateOrganization')
  createOrganization(request: NewOrganization__Output): Promise<OrganizationReply> {
    return this.organizations.create(request);
  }

  @GrpcMethod('DirectoryAdmin', 'ListPrincipals')
  async listPrincipals({ kind, organization }: PrincipalsOf__Output): Promise<NameList> {
    return { names: await this.principals.list(kind, organization) };
  }

  @GrpcMethod('DirectoryAdmin', 'GetPrincipal')
  getPrincipal(who: PrincipalName__Output): Promise<PrincipalRecord> {
    return this.principals.get(who);
  }

  @GrpcMethod('DirectoryAdmin', 'CreatePrincipal')
  createPrincipal(request: NewPrincipal__Output): Promise<PrincipalRecord> {
    return this.principals.create(request);
  }

  @GrpcMethod('DirectoryAdmin', 'ChangePrincipal')
  changePrincipal(request: PrincipalChange__Output): Promise<PrincipalRecord> {
    return this.principals.change(request);
  }

  @GrpcMethod('DirectoryAdmin', 'DeletePrincipal')
  deletePrincipal(who: PrincipalName__Output): Promise<PrincipalRecord> {
    return this.principals.delete(who);
  }

  @GrpcMethod('DirectoryAdmin', 'ListKeys')
  async listKeys(who: PrincipalName__Output): Promise<KeyList> {
    return { keys: await this.keys.list(who) };
  }

  @GrpcMethod('DirectoryAdmin', 'GetKey')
  getKey(request: KeyName__Output): Promise<KeyRecord> {
    return this.keys.get(request);
  }

  @GrpcMethod('DirectoryAdmin', 'CreateKey')
  createKey(request: NewKey__Output): Promise<KeyRecord> {
    return this.keys.create(request);
  }

  @GrpcMethod('DirectoryAdmin', 'ChangeKey')
  changeKey(request: KeyChange__Output): Promise<KeyRecord> {
    return this.keys.change(request);
  }

  @GrpcMethod('DirectoryAdmin', 'DeleteKey')
  deleteKey(request: KeyName__Output): Promise<KeyRecord> {
    return this.keys.delete(request);
  }

  @GrpcMethod('DirectoryAdmin', 'ListMembers')
  async listMembers({ name }: OrganizationQuery__Output): Promise<NameList> {
    return { names: await this.organizations.members(name) };
  }

  @GrpcMethod('DirectoryAdmin', 'ListMemberships')
  async listMemberships({ name }: UserName__Output): Promise<OrganizationList> {
    return { organizations: await this.organizations.of(name) };
  }

  @GrpcMethod('DirectoryAdmin', 'Associate')
  async associate({ organization, user }: Membership__Output): Promise<MembershipChanged> {
    await this.organizations.associate(organization, user);
    return {};
  }

  @GrpcMethod('DirectoryAdmin', 'Dissociate')
  async dissociate({ organization, user }: Membership__Output): Promise<MembershipChanged> {
    await this.organizations.dissociate(organization, user);
    return {};
  }

  @GrpcMethod('DirectoryAdmin', 'ListGroups')
  async listGroups({ name }: OrganizationQuery__Output): Promise<NameList> {
    return { names: await this.groups.list(name) };
  }

  @GrpcMethod('DirectoryAdmin', 'CreateGroup')
  createGroup({ organization, name }: GroupQuery__Output): Promise<GroupReply> {
    return this.groups.create(organization, name);
  }

  @GrpcMethod('DirectoryAdmin', 'ChangeGroup')
  changeGroup(request: GroupChange__Output): Promise<GroupReply> {
    return this.groups.change(request);
  }

  @GrpcMethod('DirectoryAdmin', 'DeleteGroup')
  async deleteGroup({ organization, name }: GroupQuery__Output): Promise<GroupReply> {
    return this.groups.delete(organization, name);
  }
}
