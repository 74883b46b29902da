import { Injectable } from '@nestjs/common';
import type {
  NewPrincipal__Output,
  PrincipalChange__Output,
  PrincipalName__Output,
  PrincipalRecord,
} from '@push-jobs/contracts';
import { Prisma, type Transaction } from '@push-jobs/db';
import { Postgres } from '../connections/postgres.ts';
import { missing, named, taken } from './chef-error.ts';
import { publicKeyFromText } from './keys.ts';
import { type NameRow, namesOf } from './name-rows.ts';
import { holdOrganization } from './organizations.ts';

/** The key that the Chef API shows and changes together with its owner. */
const DEFAULT_KEY = 'default';

/** Users and clients. */
@Injectable()
export class Principals {
  constructor(private readonly postgres: Postgres) {}

  async list(kind: string, organization: string): Promise<string[]> {
    return namesOf(
      await this.postgres.query<NameRow>(Prisma.sql`
        select name from principal where kind = ${kind} and organization = ${organization} order by name`),
    );
  }

  /** @throws AppError `not_found` */
  get(who: PrincipalName__Output): Promise<PrincipalRecord> {
    return this.postgres.transact((tx) => record(tx, who));
  }

  /** @throws AppError `conflict`; `not_found` for the organization; `invalid` for a key that is none. */
  create({ principal, validator, profile, publicKey }: NewPrincipal__Output): Promise<PrincipalRecord> {
    const who = required(principal);
    return this.postgres.transact(async (tx) => {
      if (who.kind === 'client') await holdOrganization(tx, who.organization);
      const created = await tx.$executeRaw(Prisma.sql`
        insert into principal (kind, organization, name, validator, profile)
        values (${who.kind}, ${who.organization}, ${who.name}, ${validator}, ${JSON.stringify(profile)}::jsonb)
        on conflict do nothing`);
      if (created === 0) throw taken(described(who));
      if (publicKey !== '') await putDefaultKey(tx, who, publicKey);
      return record(tx, who);
    });
  }

  /** @throws AppError `not_found`; `invalid` for a key that is none. */
  change({ principal, validator, profile, publicKey }: PrincipalChange__Output): Promise<PrincipalRecord> {
    const who = required(principal);
    return this.postgres.transact(async (tx) => {
      const changed = await tx.$executeRaw(Prisma.sql`
        update principal
           set validator = coalesce(${validator ?? null}, validator), profile = profile || ${JSON.stringify(profile)}::jsonb
         where kind = ${who.kind} and organization = ${who.organization} and name = ${who.name}`);
      if (changed === 0) throw missing(described(who));
      if (publicKey !== undefined) await putDefaultKey(tx, who, publicKey);
      return record(tx, who);
    });
  }

  /**
   * Nothing stays behind that somebody of the same name would inherit.
   * @throws AppError `not_found`
   */
  delete(who: PrincipalName__Output): Promise<PrincipalRecord> {
    const { kind, organization, name } = who;
    return this.postgres.transact(async (tx) => {
      const deleted = await record(tx, who);
      // First, and with its keys: who is about to put them into a group or organization waits for this row.
      const gone = await tx.$executeRaw(Prisma.sql`
        delete from principal where kind = ${kind} and organization = ${organization} and name = ${name}`);
      if (gone === 0) throw missing(described(who));
      const ofTheirs = kind === 'user' ? Prisma.empty : Prisma.sql`and organization = ${organization}`;
      await tx.$executeRaw(Prisma.sql`delete from group_member where kind = ${kind} and member = ${name} ${ofTheirs}`);
      if (kind === 'user') await tx.$executeRaw(Prisma.sql`delete from association where "user" = ${name}`);
      return deleted;
    });
  }
}

export const described = ({ kind, organization, name }: PrincipalName__Output): string =>
  named(kind, name, organization);

/** proto3 lets a message be left out; callers of ours never do. */
export function required<Message>(message: Message | null): Message {
  if (message === null) throw new TypeError('a call without the message it is about');
  return message;
}

/** Keeps a principal from being deleted until the transaction ends. @throws AppError `not_found` */
export async function holdPrincipal(tx: Transaction, who: PrincipalName__Output): Promise<void> {
  const found = await tx.$queryRaw<NameRow[]>(Prisma.sql`
    select name from principal
     where kind = ${who.kind} and organization = ${who.organization} and name = ${who.name} for key share`);
  if (found.length === 0) throw missing(described(who));
}

async function record(tx: Transaction, who: PrincipalName__Output): Promise<PrincipalRecord> {
  const [found] = await tx.$queryRaw<Pick<PrincipalRecord, 'validator' | 'profile' | 'publicKey'>[]>(Prisma.sql`
    select p.validator, p.profile, coalesce(k.public_key, '') as "publicKey"
      from principal p
      left join principal_key k
        on k.kind = p.kind and k.organization = p.organization and k.principal = p.name and k.name = ${DEFAULT_KEY}
     where p.kind = ${who.kind} and p.organization = ${who.organization} and p.name = ${who.name}`);
  if (found === undefined) throw missing(described(who));
  return { principal: who, ...found };
}

async function putDefaultKey(tx: Transaction, who: PrincipalName__Output, pem: string): Promise<void> {
  const publicKey = publicKeyFromText(pem);
  await tx.$executeRaw(Prisma.sql`
    insert into principal_key (kind, organization, principal, name, public_key)
    values (${who.kind}, ${who.organization}, ${who.name}, ${DEFAULT_KEY}, ${publicKey})
    on conflict (kind, organization, principal, name) do update set public_key = excluded.public_key, expires_at = null`);
}
