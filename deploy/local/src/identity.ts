import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'smol-toml';

export const ORGANIZATION = 'demo';
export const NODES = ['demo-1', 'demo-2', 'demo-3'] as const;

/** What the administration command's `apply` takes. */
export interface DirectoryDeclaration {
  users: { name: string; public_key: string }[];
  organizations: {
    name: string;
    users: string[];
    clients: { name: string; public_key: string }[];
    groups: Record<string, { users: string[]; clients?: string[]; groups?: string[] }>;
  }[];
}

/** Keys of the people and nodes of a local copy, made on first use. */
export class Identities {
  constructor(private readonly stateDir: string) {
    mkdirSync(this.keysDir, { recursive: true, mode: 0o700 });
  }

  private get keysDir(): string {
    return path.join(this.stateDir, 'keys');
  }

  /** Path of a principal's private key (PKCS#1 PEM, as knife writes them), mode 0600. */
  keyFile(name: string): string {
    const file = path.join(this.keysDir, `${name}.pem`);
    if (!existsSync(file)) {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      writeFileSync(file, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
    }
    return file;
  }

  privateKey(name: string): KeyObject {
    return createPrivateKey(readFileSync(this.keyFile(name)));
  }

  publicKey(name: string): string {
    const key = createPublicKey(this.privateKey(name));
    return key.export({ type: 'spki', format: 'pem' }).toString();
  }

  /** 32 bytes, base64: seals the installation's secrets in the database. */
  sealingKey(): string {
    const file = path.join(this.keysDir, 'sealing-key');
    if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
    return readFileSync(file, 'utf8').trim();
  }

  /** Organization `demo` with an admin and three nodes, and a user who belongs to no organization. */
  directory(): DirectoryDeclaration {
    const principal = (name: string) => ({ name, public_key: this.publicKey(name) });
    const admins = { admins: { users: ['admin'] } };
    const organization = { name: ORGANIZATION, users: ['admin'], clients: NODES.map(principal), groups: admins };
    return { users: [principal('admin'), principal('mallory')], organizations: [organization] };
  }

  /** Writes a credentials file as knife reads it. @returns its path */
  writeCredentials(chefServerUrl: string): string {
    const file = path.join(this.stateDir, 'credentials');
    const profile = { client_name: 'admin', client_key: this.keyFile('admin'), chef_server_url: chefServerUrl };
    writeFileSync(file, stringify({ default: profile }), { mode: 0o600 });
    return file;
  }
}
