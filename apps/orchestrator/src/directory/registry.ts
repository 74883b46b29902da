import type { Database } from '@push-jobs/db';

/** A user, or a client of an organization. */
export type PrincipalName =
  | { readonly kind: 'user'; readonly name: string }
  | { readonly kind: 'client'; readonly name: string; readonly organization: string };

export type MemberKind = 'user' | 'client' | 'group';

/** The group that every organization begins with; it may write as long as no `pushy_job_writers` exists. */
export const ADMINS = 'admins';

/** Something an administrator has to put right; the message names the thing and the way out. */
export class DirectoryError extends Error {
  override name = 'DirectoryError';
}

/** Changes of the built-in directory. All of them may be repeated. */
export class Registry {
  constructor(private readonly database: Database) {}

  async createOrganization(name: string): Promise<void> {
    await this.database.organization.upsert({ where: { name }, create: { name }, update: {} });
    await this.createGroup(name, ADMINS);
  }

  async createPrincipal(principal: PrincipalName): Promise<void> {
    if (principal.kind === 'client') await this.needOrganization(principal.organization);
    const key = { kind: principal.kind, organization: organizationOf(principal), name: principal.name };
    await this.database.principal.upsert({
      where: { kind_organization_name: key },
      create: key,
      update: {},
    });
  }

  /** `publicKey`: SPKI PEM. A key of the same name is replaced. */
  async setKey(principal: PrincipalName, publicKey: string, name = 'default'): Promise<void> {
    await this.needPrincipal(principal);
    const key = { kind: principal.kind, organization: organizationOf(principal), principal: principal.name, name };
    await this.database.principalKey.upsert({
      where: { kind_organization_principal_name: key },
      create: { ...key, publicKey },
      update: { publicKey, expiresAt: null },
    });
  }

  /** Lets a user create and delete users and organizations over HTTP, or no longer. */
  async setSuperuser(user: string, superuser: boolean): Promise<void> {
    await this.needPrincipal({ kind: 'user', name: user });
    const key = { kind: 'user', organization: '', name: user };
    await this.database.principal.update({ where: { kind_organization_name: key }, data: { superuser } });
  }

  async associate(organization: string, user: string): Promise<void> {
    await this.needOrganization(organization);
    await this.needPrincipal({ kind: 'user', name: user });
    const key = { organization, user };
    await this.database.association.upsert({ where: { organization_user: key }, create: key, update: {} });
  }

  async createGroup(organization: string, name: string): Promise<void> {
    await this.needOrganization(organization);
    const key = { organization, name };
    await this.database.principalGroup.upsert({ where: { organization_name: key }, create: key, update: {} });
  }

  async addToGroup(organization: string, group: string, kind: MemberKind, member: string): Promise<void> {
    await this.needGroup(organization, group);
    if (kind === 'group') await this.needGroup(organization, member);
    else await this.needPrincipal(kind === 'user' ? { kind, name: member } : { kind, name: member, organization });
    const key = { organization, group, kind, member };
    await this.database.groupMember.upsert({
      where: { organization_group_kind_member: key },
      create: key,
      update: {},
    });
  }

  private async needOrganization(name: string): Promise<void> {
    const found = await this.database.organization.findUnique({ where: { name } });
    if (found === null) {
      throw new DirectoryError(`organization ${name} does not exist; create it with: org create ${name}`);
    }
  }

  private async needGroup(organization: string, name: string): Promise<void> {
    await this.needOrganization(organization);
    const found = await this.database.principalGroup.findUnique({
      where: { organization_name: { organization, name } },
    });
    if (found === null) {
      throw new DirectoryError(
        `group ${name} does not exist in ${organization}; create it with: group create ${organization} ${name}`,
      );
    }
  }

  private async needPrincipal(principal: PrincipalName): Promise<void> {
    const key = { kind: principal.kind, organization: organizationOf(principal), name: principal.name };
    const found = await this.database.principal.findUnique({ where: { kind_organization_name: key } });
    if (found !== null) return;
    const [where, words] =
      principal.kind === 'user'
        ? ['', principal.name]
        : [` in ${principal.organization}`, `${principal.organization} ${principal.name}`];
    throw new DirectoryError(
      `${principal.kind} ${principal.name} does not exist${where}; create it with: ${principal.kind} create ${words}`,
    );
  }
}

const organizationOf = (principal: PrincipalName): string =>
  principal.kind === 'client' ? principal.organization : '';
