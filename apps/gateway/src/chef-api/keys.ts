import { Injectable } from '@nestjs/common';
import type { Caller } from '@push-jobs/access';
import { PATIENT, type KeyRecord__Output, type PrincipalName, unary } from '@push-jobs/contracts';
import { z } from 'zod';
import { Name, readBodyAs } from './bodies.ts';
import { ChefDirectory } from './chef-directory.ts';
import { inChefsForm } from './chef-errors.ts';
import { newKeyPair } from './key-pair.ts';

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const NEVER = 'infinity';

/** To milliseconds since 1970, 0 for never. */
const ExpirationDate = z
  .string({ error: `expected a time such as 2030-12-31T00:00:00Z, or '${NEVER}'` })
  .refine((date) => date === NEVER || (DATE.test(date) && !Number.isNaN(Date.parse(date))), {
    error: `expected a time such as 2030-12-31T00:00:00Z, or '${NEVER}'`,
  })
  .transform((date) => (date === NEVER ? 0 : Date.parse(date) || 1));

const NEEDS_ONE = 'give either public_key, or create_key: true to have one made';

const NewKey = z
  .object({
    name: Name.key,
    public_key: z.string().optional(),
    create_key: z.boolean().default(false),
    expiration_date: ExpirationDate.default(0),
  })
  .refine((key) => (key.public_key !== undefined) !== key.create_key, { path: ['public_key'], error: NEEDS_ONE });

const ChangedKey = z
  .object({
    name: Name.key.optional(),
    public_key: z.string().optional(),
    create_key: z.boolean().default(false),
    expiration_date: ExpirationDate.optional(),
  })
  .refine((key) => key.public_key === undefined || !key.create_key, { path: ['public_key'], error: NEEDS_ONE });

export interface KeyJson {
  readonly name: string;
  readonly public_key: string;
  readonly expiration_date: string;
}

/** Shown once, to who asked for it, and kept nowhere. */
export interface WithPrivateKey {
  readonly private_key?: string;
}

/** The keys of users and of clients, which differ only in their paths. */
@Injectable()
export class Keys {
  constructor(private readonly directory: ChefDirectory) {}

  /** `uri`: of the owner's keys. */
  async list(owner: PrincipalName, uri: string): Promise<{ name: string; uri: string; expired: boolean }[]> {
    const keys = await this.of(owner);
    return keys.map(({ name, expiresAtMs }) => ({
      name,
      uri: `${uri}/${encodeURIComponent(name)}`,
      expired: expiresAtMs !== undefined && expiresAtMs <= Date.now(),
    }));
  }

  async get(owner: PrincipalName, name: string): Promise<KeyJson> {
    const { admin } = this.directory;
    return keyJson(await inChefsForm(unary(admin, admin.GetKey, { principal: owner, name }, PATIENT)));
  }

  /** `uri`: of the owner's keys. */
  async create(
    caller: Caller,
    owner: PrincipalName,
    body: Buffer,
    uri: string,
  ): Promise<{ uri: string } & WithPrivateKey> {
    const { name, public_key, create_key, expiration_date } = await readBodyAs(NewKey, body);
    const made = create_key ? await newKeyPair() : undefined;
    const publicKey = made?.publicKey ?? public_key ?? '';
    const { admin } = this.directory;
    const key = { name, publicKey, expiresAtMs: expiration_date };
    const request = unary(admin, admin.CreateKey, { principal: owner, key }, PATIENT);
    await this.directory.changed(caller, 'key created', `${owner.name} ${name}`, request);
    return { uri: `${uri}/${encodeURIComponent(name)}`, ...privateKey(made) };
  }

  async change(caller: Caller, owner: PrincipalName, name: string, body: Buffer): Promise<KeyJson & WithPrivateKey> {
    const wanted = await readBodyAs(ChangedKey, body);
    const made = wanted.create_key ? await newKeyPair() : undefined;
    const publicKey = made?.publicKey ?? wanted.public_key;
    const { admin } = this.directory;
    const change = {
      key: { principal: owner, name, signedWith: signedWith(caller, owner) },
      ...(wanted.name === undefined ? {} : { newName: wanted.name }),
      ...(publicKey === undefined ? {} : { publicKey }),
      ...(wanted.expiration_date === undefined ? {} : { expiresAtMs: wanted.expiration_date }),
    };
    const request = unary(admin, admin.ChangeKey, change, PATIENT);
    const changed = await this.directory.changed(caller, 'key changed', `${owner.name} ${name}`, request);
    return { ...keyJson(changed), ...privateKey(made) };
  }

  async delete(caller: Caller, owner: PrincipalName, name: string): Promise<KeyJson> {
    const { admin } = this.directory;
    const key = { principal: owner, name, signedWith: signedWith(caller, owner) };
    const request = unary(admin, admin.DeleteKey, key, PATIENT);
    return keyJson(await this.directory.changed(caller, 'key deleted', `${owner.name} ${name}`, request));
  }

  private async of(owner: PrincipalName): Promise<KeyRecord__Output[]> {
    const { admin } = this.directory;
    return (await inChefsForm(unary(admin, admin.ListKeys, owner, PATIENT))).keys;
  }
}

export function keyJson({ name, publicKey, expiresAtMs }: KeyRecord__Output): KeyJson {
  const expiration = expiresAtMs === undefined ? NEVER : new Date(expiresAtMs).toISOString().replace(/\.\d+Z$/, 'Z');
  return { name, public_key: publicKey, expiration_date: expiration };
}

const privateKey = (made: { privateKey: string } | undefined): WithPrivateKey =>
  made === undefined ? {} : { private_key: made.privateKey };

/** The key behind a request about the caller's own keys. */
function signedWith(caller: Caller, { kind, name }: PrincipalName): string {
  const isOwner = caller.kind === kind && caller.name === name;
  return isOwner ? caller.key.export({ type: 'spki', format: 'pem' }).toString() : '';
}
