import { Injectable } from '@nestjs/common';
import type {
  KeyChange__Output,
  KeyName__Output,
  KeyRecord,
  NewKey__Output,
  PrincipalName__Output,
} from '@push-jobs/contracts';
import { Prisma, type Transaction } from '@push-jobs/db';
import { AppError } from '@push-jobs/platform';
import { Postgres } from '../connections/postgres.ts';
import { missing, taken } from './chef-error.ts';
import { publicKeyFromText } from './keys.ts';
import { described, holdPrincipal, required } from './principals.ts';

interface KeyRow {
  readonly name: string;
  readonly publicKey: string;
  readonly expiresAt: Date | null;
}

const COLUMNS = Prisma.sql`name, public_key as "publicKey", expires_at as "expiresAt"`;

/** The keys of users and clients. Any of them that has not expired may sign. */
@Injectable()
export class PrincipalKeys {
  constructor(private readonly postgres: Postgres) {}

  /** @throws AppError `not_found` for their owner. */
  list(who: PrincipalName__Output): Promise<KeyRecord[]> {
    return this.postgres.transact(async (tx) => {
      await holdPrincipal(tx, who);
      const rows = await tx.$queryRaw<KeyRow[]>(Prisma.sql`
        select ${COLUMNS} from principal_key where ${ownedBy(who)} order by name`);
      return rows.map(keyRecord);
    });
  }

  /** @throws AppError `not_found` */
  async get({ principal, name }: KeyName__Output): Promise<KeyRecord> {
    const who = required(principal);
    const [found] = await this.postgres.query<KeyRow>(Prisma.sql`
      select ${COLUMNS} from principal_key where ${ownedBy(who)} and name = ${name}`);
    if (found === undefined) throw missing(keyOf(who, name));
    return keyRecord(found);
  }

  /** @throws AppError `not_found` for the owner; `conflict`; `invalid` for a key that is none. */
  create({ principal, key }: NewKey__Output): Promise<KeyRecord> {
    const who = required(principal);
    const { name, publicKey, expiresAtMs = 0 } = required(key);
    return this.postgres.transact(async (tx) => {
      await holdPrincipal(tx, who);
      const [created] = await tx.$queryRaw<KeyRow[]>(Prisma.sql`
        insert into principal_key (kind, organization, principal, name, public_key, expires_at)
        values (${who.kind}, ${who.organization}, ${who.name}, ${name}, ${publicKeyFromText(publicKey)}, ${time(expiresAtMs)})
        on conflict do nothing returning ${COLUMNS}`);
      if (created === undefined) throw taken(keyOf(who, name));
      return keyRecord(created);
    });
  }

  /** @throws AppError `not_found`; `conflict` for the new name; `forbidden` for the key in use; `invalid`. */
  change({ key, newName, publicKey, expiresAtMs }: KeyChange__Output): Promise<KeyRecord> {
    const { principal, name, signedWith } = required(key);
    const who = required(principal);
    return this.postgres.transact(async (tx) => {
      const found = await held(tx, who, name, signedWith);
      const changed: KeyRow = {
        name: newName ?? found.name,
        publicKey: publicKey === undefined ? found.publicKey : publicKeyFromText(publicKey),
        expiresAt: expiresAtMs === undefined ? found.expiresAt : time(expiresAtMs),
      };
      if (changed.name !== name) await needFree(tx, who, changed.name);
      await tx.$executeRaw(Prisma.sql`
        update principal_key
           set name = ${changed.name}, public_key = ${changed.publicKey}, expires_at = ${changed.expiresAt}
         where ${ownedBy(who)} and name = ${name}`);
      return keyRecord(changed);
    });
  }

  /** @throws AppError `not_found`; `forbidden` for the key in use. */
  delete({ principal, name, signedWith }: KeyName__Output): Promise<KeyRecord> {
    const who = required(principal);
    return this.postgres.transact(async (tx) => {
      const found = await held(tx, who, name, signedWith);
      await tx.$executeRaw(Prisma.sql`delete from principal_key where ${ownedBy(who)} and name = ${name}`);
      return keyRecord(found);
    });
  }
}

const ownedBy = (who: PrincipalName__Output): Prisma.Sql =>
  Prisma.sql`kind = ${who.kind} and organization = ${who.organization} and principal = ${who.name}`;

const keyOf = (who: PrincipalName__Output, name: string): string => `key '${name}' of ${described(who)}`;

/** 0 is never. */
const time = (ms: number): Date | null => (ms === 0 ? null : new Date(ms));

const keyRecord = ({ name, publicKey, expiresAt }: KeyRow): KeyRecord =>
  expiresAt === null ? { name, publicKey } : { name, publicKey, expiresAtMs: expiresAt.getTime() };

/** Locks the owner, so that of two changes at once the second sees what the first did. */
async function held(tx: Transaction, who: PrincipalName__Output, name: string, signedWith: string): Promise<KeyRow> {
  await tx.$queryRaw(Prisma.sql`
    select 1 from principal
     where kind = ${who.kind} and organization = ${who.organization} and name = ${who.name} for no key update`);
  const [found] = await tx.$queryRaw<KeyRow[]>(Prisma.sql`
    select ${COLUMNS} from principal_key where ${ownedBy(who)} and name = ${name}`);
  if (found === undefined) throw missing(keyOf(who, name));
  if (found.publicKey === signedWith) {
    throw new AppError(
      'forbidden',
      `The key '${name}' was used to authenticate this request and cannot be modified or deleted.`,
    );
  }
  return found;
}

async function needFree(tx: Transaction, who: PrincipalName__Output, name: string): Promise<void> {
  const others = await tx.$queryRaw<unknown[]>(Prisma.sql`
    select 1 from principal_key where ${ownedBy(who)} and name = ${name}`);
  if (others.length > 0) throw taken(keyOf(who, name));
}
