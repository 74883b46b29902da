import { generateKeyPair } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** An organization of the run: one person who may do everything there, and nodes. */
export interface Tenant {
  readonly organization: string;
  readonly user: string;
  readonly nodes: readonly string[];
}

/** Both have nodes of the same names, so that nobody is told apart by the name alone. */
export const TENANTS: readonly [Tenant, Tenant] = [tenant('red', 'rita', 28), tenant('blue', 'bob', 12)];

function tenant(organization: string, user: string, count: number): Tenant {
  const nodes = Array.from({ length: count }, (_, i) => `node-${String(i + 1).padStart(2, '0')}`);
  return { organization, user, nodes };
}

/** Name of a node's process, key and journal: node names repeat between organizations. */
export const nodeKey = (organization: string, node: string): string => `${organization}.${node}`;

/** What the administration command's `apply` takes. */
export interface Declaration {
  readonly users: { name: string; public_key: string }[];
  readonly organizations: unknown[];
}

/** Makes a key pair for everybody, and says who belongs where. Private keys go to `NAME.pem` in the folder. */
export async function makeTenants(keysDir: string): Promise<Declaration> {
  mkdirSync(keysDir, { recursive: true, mode: 0o700 });
  const principal = async (name: string, key: string) => ({ name, public_key: await makeKey(keysDir, key) });
  const users = await Promise.all(TENANTS.map(({ user }) => principal(user, user)));
  const organizations = await Promise.all(
    TENANTS.map(async ({ organization, user, nodes }) => ({
      name: organization,
      users: [user],
      clients: await Promise.all(nodes.map((node) => principal(node, nodeKey(organization, node)))),
      groups: { admins: { users: [user] } },
    })),
  );
  return { users, organizations };
}

const generate = promisify(generateKeyPair);

/** @returns the public key. */
async function makeKey(dir: string, name: string): Promise<string> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 });
  writeFileSync(path.join(dir, `${name}.pem`), privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}
