import { expect, it } from 'vitest';
import { Sealer } from './sealer.ts';

const sealer = await Sealer.create(Buffer.alloc(32, 1));

it('opens what it sealed, and never seals the same way twice', () => {
  const secret = Buffer.from('a session key');
  expect(sealer.open(sealer.seal(secret))).toEqual(secret);
  expect(sealer.seal(secret)).not.toEqual(sealer.seal(secret));
});

it('refuses what was changed or sealed with another key', async () => {
  const sealed = sealer.seal(Buffer.from('a session key'));
  const changed = Buffer.from(sealed);
  changed[changed.length - 1]! ^= 1;
  expect(() => sealer.open(changed)).toThrow('does not open');
  const other = await Sealer.create(Buffer.alloc(32, 2));
  expect(() => other.open(sealed)).toThrow('does not open');
});

it('takes keys of 32 bytes only', async () => {
  await expect(Sealer.create(Buffer.alloc(31))).rejects.toThrow('32 bytes');
});
