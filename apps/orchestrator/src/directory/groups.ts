import { Injectable } from '@nestjs/common';
import type { GroupChange__Output, GroupReply } from '@push-jobs/contracts';
import { Prisma, type Transaction } from '@push-jobs/db';
import { AppError } from '@push-jobs/platform';
import { Postgres } from '../connections/postgres.ts';
import { missing, named, taken } from './chef-error.ts';
import { groupReply, type Member, resolved, wantedMembers, type WantedMembers } from './group-members.ts';
import { type NameRow, namesOf } from './name-rows.ts';
import { holdOrganization } from './organizations.ts';
import { ADMINS } from './registry.ts';

/** Groups of an organization. Changes of one group happen one after the other, each of them whole. */
@Injectable()
export class Groups {
  constructor(private readonly postgres: Postgres) {}

  async list(organization: string): Promise<string[]> {
    return namesOf(
      await this.postgres.query<NameRow>(Prisma.sql`
        select name from principal_group where organization = ${organization} order by name`),
    );
  }

  /** @throws AppError `not_found` */
  get(organization: string, name: string): Promise<GroupReply> {
    return this.postgres.transact(async (tx) => {
      const found = await tx.$queryRaw<unknown[]>(Prisma.sql`
        select 1 from principal_group where organization = ${organization} and name = ${name}`);
      if (found.length === 0) throw missing(named('group', name, organization));
      return groupReply(name, await membersOf(tx, organization, name));
    });
  }

  /** @throws AppError `conflict`; `not_found` for the organization. */
  create(organization: string, name: string): Promise<GroupReply> {
    return this.postgres.transact(async (tx) => {
      await holdOrganization(tx, organization);
      const created = await tx.$executeRaw(Prisma.sql`
        insert into principal_group (organization, name) values (${organization}, ${name}) on conflict do nothing`);
      if (created === 0) throw taken(named('group', name, organization));
      return groupReply(name, []);
    });
  }

  /** @throws AppError `not_found`; `invalid` for members who do not exist; `precondition_failed`. */
  change(change: GroupChange__Output): Promise<GroupReply> {
    const { organization, name, ifVersion } = change;
    return this.postgres.transact(async (tx) => {
      await lock(tx, organization, name, 'to change');
      const before = await membersOf(tx, organization, name);
      if (ifVersion !== undefined && ifVersion !== groupReply(name, before).version) {
        throw new AppError(
          'precondition_failed',
          `${named('group', name, organization)} was changed meanwhile; read it again, and then change it`,
        );
      }
      const wanted = wantedMembers(change, before);
      const members = resolved(wanted, await existing(tx, organization, wanted));
      await replace(tx, organization, name, members);
      return groupReply(name, members);
    });
  }

  /** @throws AppError `not_found`; `forbidden` for `admins`, without whom nobody could change anything. */
  delete(organization: string, name: string): Promise<GroupReply> {
    if (name === ADMINS) throw new AppError('forbidden', `the group '${ADMINS}' cannot be deleted`);
    return this.postgres.transact(async (tx) => {
      await lock(tx, organization, name, 'to delete');
      const members = await membersOf(tx, organization, name);
      await tx.$executeRaw(
        Prisma.sql`delete from principal_group where organization = ${organization} and name = ${name}`,
      );
      await tx.$executeRaw(Prisma.sql`
        delete from group_member where organization = ${organization} and kind = 'group' and member = ${name}`);
      return groupReply(name, members);
    });
  }
}

/** Two groups may take each other in at once: a change leaves it to others to hold the group's name. */
const LOCKS = { 'to change': Prisma.sql`for no key update`, 'to delete': Prisma.sql`for update` };

async function lock(tx: Transaction, organization: string, name: string, purpose: keyof typeof LOCKS): Promise<void> {
  const found = await tx.$queryRaw<unknown[]>(Prisma.sql`
    select 1 from principal_group where organization = ${organization} and name = ${name} ${LOCKS[purpose]}`);
  if (found.length === 0) throw missing(named('group', name, organization));
}

function membersOf(tx: Transaction, organization: string, name: string): Promise<Member[]> {
  return tx.$queryRaw<Member[]>(Prisma.sql`
    select kind, member as name from group_member
     where organization = ${organization} and "group" = ${name} order by kind, member`);
}

/** Those of the wanted members who exist, kept from being deleted until the transaction ends. */
async function existing(tx: Transaction, organization: string, wanted: WantedMembers): Promise<Member[]> {
  const people = await tx.$queryRaw<Member[]>(Prisma.sql`
    select kind, name from principal
     where (kind = 'user' and organization = '' and name = any(${[...wanted.users, ...wanted.either]}::text[]))
        or (kind = 'client' and organization = ${organization} and name = any(${[...wanted.clients, ...wanted.either]}::text[]))
     order by kind, name for key share`);
  const groups = await tx.$queryRaw<Member[]>(Prisma.sql`
    select 'group' as kind, name from principal_group
     where organization = ${organization} and name = any(${wanted.groups}::text[]) order by name for key share`);
  return [...people, ...groups];
}

async function replace(tx: Transaction, organization: string, name: string, members: readonly Member[]): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    delete from group_member where organization = ${organization} and "group" = ${name}`);
  await tx.$executeRaw(Prisma.sql`
    insert into group_member (organization, "group", kind, member)
    select ${organization}, ${name}, kind, member
      from unnest(${members.map(({ kind }) => kind)}::text[], ${members.map((each) => each.name)}::text[]) as m (kind, member)`);
}
