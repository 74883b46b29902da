import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { CliError } from './cli-error.ts';

/** Whom we are to the server. */
export interface Credentials {
  readonly clientName: string;
  readonly key: KeyObject;
  /** Ends in `/organizations/ORG`, without a slash behind it. */
  readonly serverUrl: string;
  /** Where this stands, in the words of an error: a file and a profile. */
  readonly source: string;
}

const Profile = z
  .object({
    client_name: z.string().optional(),
    /** Knife's older name of the same. */
    node_name: z.string().optional(),
    client_key: z.string('client_key is missing: give a path, or the PEM text of the private key'),
    chef_server_url: z
      .string('chef_server_url is missing: give the server, as in "https://chef.example.com/organizations/ORG"')
      .regex(/^https?:\/\/.+\/organizations\/[^/]+\/?$/, 'chef_server_url must end in /organizations/ORG'),
  })
  .transform((profile, context) => {
    const clientName = profile.client_name ?? profile.node_name;
    if (clientName !== undefined) return { ...profile, client_name: clientName };
    context.addIssue({ code: 'custom', message: 'client_name is missing: give the name the server knows you by' });
    return z.NEVER;
  });

/** Knife's file of credentials, in the home directory of whoever runs this. */
export const defaultCredentialsFile = (): string => path.join(homedir(), '.chef', 'credentials');

/** Reads one profile of a credentials file, and the key it names. Throws CliError. */
export function loadCredentials(file: string, profile: string): Credentials {
  const found = parseProfile(readText(file), profile, file);
  const source = `[${profile}] in ${file}`;
  const { client_key: key } = found;
  const inline = key.includes('-----BEGIN');
  const keyFile = path.resolve(path.dirname(file), key.replace(/^~(?=\/)/, homedir()));
  return {
    clientName: found.client_name,
    serverUrl: found.chef_server_url.replace(/\/$/, ''),
    key: parseKey(inline ? key : readText(keyFile), inline ? `client_key of ${source}` : keyFile),
    source,
  };
}

/** Throws CliError that names every setting that is missing or wrong. */
export function parseProfile(text: string, profile: string, file: string): z.output<typeof Profile> {
  const profiles = parseToml(text, file);
  const chosen = profiles[profile];
  if (chosen === undefined) {
    const names = Object.keys(profiles).join(', ');
    throw new CliError(`${file} has no profile [${profile}]`, names === '' ? 'it is empty' : `it has: ${names}`);
  }
  const parsed = Profile.safeParse(chosen);
  if (parsed.success) return parsed.data;
  throw new CliError(`[${profile}] in ${file}: ${parsed.error.issues.map(({ message }) => message).join('; ')}`);
}

function parseToml(text: string, file: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    throw new CliError(`${file}: ${messageOf(error)}`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const hint = 'write a credentials file as knife has it, or name another one with --config';
    throw new CliError(`cannot read ${file}: ${messageOf(error)}`, hint);
  }
}

function parseKey(pem: string, where: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // What OpenSSL says about it helps nobody; the next line does.
  }
  throw new CliError(`${where} holds no RSA private key in PEM form`);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
