import { z } from 'zod';
import { chefError } from './chef-errors.ts';
import type { KeyJson } from './keys.ts';
import { newKeyPair } from './key-pair.ts';

/** How a body says which key somebody shall have. */
export const keyFields = {
  public_key: z.string().nullish(),
  create_key: z.boolean().optional(),
  private_key: z.unknown().optional(),
};

interface KeyFields {
  readonly public_key?: string | null | undefined;
  readonly create_key?: boolean | undefined;
  readonly private_key?: unknown;
}

export interface FirstKey {
  /** Empty for none. */
  readonly publicKey: string;
  readonly privateKey?: string;
}

/**
 * The key of somebody new. Version 0 of the API makes one where none is given, version 1 where `create_key` says so.
 * @throws AppError `invalid` for a key that is both given and to be made.
 */
export async function firstKey({ public_key, create_key = false }: KeyFields, version: 0 | 1): Promise<FirstKey> {
  if (public_key && create_key) {
    throw chefError('invalid', "Field 'public_key' invalid: give either public_key or create_key: true, not both");
  }
  if (public_key) return { publicKey: public_key };
  return create_key || version === 0 ? newKeyPair() : { publicKey: '' };
}

/**
 * The key that somebody who exists shall have from now on, if any. Version 0 changes it together with its owner, and makes
 * one for `private_key: true`.
 * @throws AppError `invalid` from version 1 on, in the words that stock clients look for.
 */
export async function nextKey(fields: KeyFields, version: 0 | 1): Promise<FirstKey | undefined> {
  const { public_key: given, private_key, create_key } = fields;
  const isToBeMade = private_key === true || create_key === true;
  if (!given && !isToBeMade) return undefined;
  if (version === 1) {
    throw chefError('invalid', 'Since Server API v1, all keys must be updated via the keys endpoint. ');
  }
  return isToBeMade || !given ? newKeyPair() : { publicKey: given };
}

/** What the answer to a creation says of the key: on its own, and for version 0 next to the rest. */
export function firstKeyJson({ publicKey, privateKey }: FirstKey, uri: string, version: 0 | 1) {
  if (publicKey === '') return {};
  const secret = privateKey === undefined ? {} : { private_key: privateKey };
  const key: KeyJson = { name: 'default', public_key: publicKey, expiration_date: 'infinity' };
  const chef_key = { ...key, uri: `${uri}/keys/default`, ...secret };
  return version === 0 ? { chef_key, public_key: publicKey, ...secret } : { chef_key };
}
