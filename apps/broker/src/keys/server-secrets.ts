import type { Database } from '@push-jobs/db';
import { Prisma } from '@push-jobs/db';
import type { Sealer } from '@push-jobs/platform';
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { curveKeyPair } from 'zeromq';

/** What makes several brokers, and one broker before and after a restart, the same server to its nodes. */
export interface ServerSecrets {
  /** RSA 2048: signs the server's heartbeats. */
  readonly signingKey: KeyObject;
  /** SPKI PEM. */
  readonly publicKey: string;
  /** Z85. */
  readonly curve: { readonly publicKey: string; readonly secretKey: string };
  readonly incarnationId: string;
}

const MAKE = {
  rsa: async (): Promise<string> => {
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
    return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  },
  curve: async (): Promise<string> => {
    const { publicKey, secretKey } = curveKeyPair();
    return `${publicKey} ${secretKey}`; // Z85 has no blank
  },
  incarnation: async (): Promise<string> => randomUUID(),
} as const;
type SecretName = keyof typeof MAKE;

/**
 * Reads the installation's secrets; whoever comes first makes them. Sealed at rest.
 * @throws Error where they were sealed with another key
 */
export async function serverSecrets(database: Database, sealer: Sealer): Promise<ServerSecrets> {
  const [rsa, curve, incarnationId] = await Promise.all([
    secret(database, sealer, 'rsa'),
    secret(database, sealer, 'curve'),
    secret(database, sealer, 'incarnation'),
  ]);
  const signingKey = createPrivateKey(rsa);
  const publicKey = createPublicKey(signingKey).export({ type: 'spki', format: 'pem' }).toString();
  const [curvePublic = '', curveSecret = ''] = curve.split(' ');
  return { signingKey, publicKey, curve: { publicKey: curvePublic, secretKey: curveSecret }, incarnationId };
}

async function secret(database: Database, sealer: Sealer, name: SecretName): Promise<string> {
  const known = await database.serverSecret.findUnique({ where: { name } });
  if (known !== null) return sealer.open(known.sealed).toString();
  const sealed = sealer.seal(Buffer.from(await MAKE[name]()));
  await database.$executeRaw(
    Prisma.sql`insert into server_secret (name, sealed) values (${name}, ${sealed}) on conflict do nothing`,
  );
  // Another replica may have been quicker: what the table holds is what counts.
  const kept = await database.serverSecret.findUniqueOrThrow({ where: { name } });
  return sealer.open(kept.sealed).toString();
}
