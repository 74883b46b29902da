import { Injectable } from '@nestjs/common';
import type { NewOrganization__Output, OrganizationReply, UserStanding } from '@push-jobs/contracts';
import { Prisma, type Transaction } from '@push-jobs/db';
import { Postgres } from '../connections/postgres.ts';
import { missing, named, taken } from './chef-error.ts';
import { namesOf, type NameRow } from './name-rows.ts';
import { ADMINS } from './registry.ts';

/** Organizations, and which users belong to them. */
@Injectable()
export class Organizations {
  constructor(private readonly postgres: Postgres) {}

  async list(): Promise<string[]> {
    return namesOf(await this.postgres.query<NameRow>(Prisma.sql`select name from organization order by name`));
  }

  /** @throws AppError `conflict`; `not_found` for the founder. */
  create({ name, fullName, founder }: NewOrganization__Output): Promise<OrganizationReply> {
    return this.postgres.transact(async (tx) => {
      const [created] = await tx.$queryRaw<OrganizationReply[]>(Prisma.sql`
        insert into organization (name, full_name) values (${name}, ${fullName}) on conflict do nothing
        returning name, guid::text as guid, full_name as "fullName"`);
      if (created === undefined) throw taken(named('organization', name));
      await tx.$executeRaw(Prisma.sql`insert into principal_group (organization, name) values (${name}, ${ADMINS})`);
      await holdUser(tx, founder);
      await tx.$executeRaw(Prisma.sql`insert into association (organization, "user") values (${name}, ${founder})`);
      await tx.$executeRaw(Prisma.sql`
        insert into group_member (organization, "group", kind, member) values (${name}, ${ADMINS}, 'user', ${founder})`);
      return created;
    });
  }

  /** What a user may do beyond their organizations. Nobody, for one who does not exist. */
  async standing(user: string): Promise<UserStanding> {
    const [standing] = await this.postgres.query<UserStanding>(Prisma.sql`
      with recursive within (organization, name) as (
        select m.organization, m."group"
          from group_member m join association a on a.organization = m.organization and a."user" = m.member
         where m.kind = 'user' and m.member = ${user}
        union
        select m.organization, m."group"
          from group_member m join within w on w.organization = m.organization and w.name = m.member
         where m.kind = 'group'
      )
      select coalesce((select superuser from principal where kind = 'user' and organization = '' and name = ${user}), false)
               as superuser,
             exists (select 1 from within where name = ${ADMINS}) as "adminSomewhere"`);
    return standing ?? {};
  }

  async members(organization: string): Promise<string[]> {
    return namesOf(
      await this.postgres.query<NameRow>(Prisma.sql`
        select "user" as name from association where organization = ${organization} order by 1`),
    );
  }

  /** The organizations of a user. @throws AppError `not_found` */
  async of(user: string): Promise<OrganizationReply[]> {
    const found = await this.postgres.query<OrganizationReply>(Prisma.sql`
      select o.name, o.guid::text as guid, o.full_name as "fullName"
        from association a join organization o on o.name = a.organization
       where a."user" = ${user} order by o.name`);
    if (found.length === 0) await this.postgres.transact((tx) => holdUser(tx, user));
    return found;
  }

  /** @throws AppError `not_found`, `conflict` where they belong to it already. */
  associate(organization: string, user: string): Promise<void> {
    return this.postgres.transact(async (tx) => {
      await holdOrganization(tx, organization);
      await holdUser(tx, user);
      const added = await tx.$executeRaw(Prisma.sql`
        insert into association (organization, "user") values (${organization}, ${user}) on conflict do nothing`);
      if (added === 0) throw taken(`${named('user', user)} in '${organization}'`);
    });
  }

  /** @throws AppError `not_found` where they do not belong to it. */
  dissociate(organization: string, user: string): Promise<void> {
    return this.postgres.transact(async (tx) => {
      const removed = await tx.$executeRaw(Prisma.sql`
        delete from association where organization = ${organization} and "user" = ${user}`);
      if (removed === 0) throw missing(`${named('user', user)} in '${organization}'`);
      await tx.$executeRaw(Prisma.sql`
        delete from group_member where organization = ${organization} and kind = 'user' and member = ${user}`);
    });
  }
}

/** Keeps an organization from being deleted until the transaction ends. @throws AppError `not_found` */
export async function holdOrganization(tx: Transaction, name: string): Promise<void> {
  const found = await tx.$queryRaw<NameRow[]>(Prisma.sql`
    select name from organization where name = ${name} for key share`);
  if (found.length === 0) throw missing(named('organization', name));
}

async function holdUser(tx: Transaction, name: string): Promise<void> {
  const found = await tx.$queryRaw<NameRow[]>(Prisma.sql`
    select name from principal where kind = 'user' and organization = '' and name = ${name} for key share`);
  if (found.length === 0) throw missing(named('user', name));
}
