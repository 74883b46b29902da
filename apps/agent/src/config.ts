import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { type AllowList, readAllowList } from './allow-list.ts';

/** The agent's configuration, read once. */
export interface AgentConfig {
  /** Ends in `/organizations/ORG`, without a slash behind it. */
  readonly serverUrl: string;
  readonly organization: string;
  readonly nodeName: string;
  readonly clientKey: KeyObject;
  readonly allowList: AllowList;
  readonly fileDir: string;
  readonly allowUnencrypted: boolean;
  /** Undefined: a job may set any variable. */
  readonly overwritableVariables: ReadonlySet<string> | undefined;
  readonly maxOutputBytes: number;
}

/** A configuration that cannot be used; the message names every field and what to do about it. */
export class BadConfig extends Error {
  override name = 'BadConfig';
}

const ORGANIZATION_URL = /^https?:\/\/.+\/organizations\/([^/]+)\/?$/;
const DEFAULT_ALLOW_LIST = { 'chef-client': 'chef-client' };

const allowed = z.union(
  [
    z.string(),
    z.strictObject({ command_line: z.string(), lock: z.union([z.boolean(), z.string().min(1)]).exactOptional() }),
  ],
  { error: 'give a command line in quotes, or { command_line = "...", lock = true } with true or a path as lock' },
);

/** The names of the stock client's configuration (wire contract section 9). */
const ConfigFile = z.strictObject({
  chef_server_url: z
    .string('give the server, as in "https://chef.example.com/organizations/ORG"')
    .regex(ORGANIZATION_URL, 'must be http(s) and end in /organizations/ORG'),
  node_name: z.string('give the name this node has on the server').min(1, 'must not be empty'),
  client_key: z.string('give the path of the private key of this node').min(1, 'must not be empty'),
  whitelist: z
    .record(z.string(), allowed, 'give a table: [whitelist], and lines such as "name" = "command line"')
    .default(DEFAULT_ALLOW_LIST)
    .transform((table, context) => {
      try {
        return readAllowList(table);
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    }),
  file_dir: z.string('give a directory').min(1, 'must not be empty').default('/tmp/chef-push'),
  allow_unencrypted: z.boolean('give true or false').default(false),
  allowed_overwritable_env_vars: z.array(z.string(), 'give a list of names').exactOptional(),
  max_body_size: z.int('give a number of bytes').min(1_000, 'must be at least 1000').default(63_000),
});

/** Reads a configuration file and the key it names. Throws BadConfig. */
export function loadConfig(file: string): AgentConfig {
  const settings = parseConfig(readText(file, file), path.dirname(path.resolve(file)), file);
  const { clientKeyPath, ...rest } = settings;
  return { ...rest, clientKey: readKey(clientKeyPath, `${file}: client_key`) };
}

/** Relative paths start at `dir`. `file` stands in front of every complaint. Throws BadConfig. */
export function parseConfig(
  text: string,
  dir: string,
  file: string,
): Omit<AgentConfig, 'clientKey'> & { readonly clientKeyPath: string } {
  const parsed = ConfigFile.safeParse(parseToml(text, file));
  if (!parsed.success) throw new BadConfig(parsed.error.issues.map((issue) => complaint(issue, file)).join('\n'));
  const settings = parsed.data;
  const serverUrl = settings.chef_server_url.replace(/\/$/, '');
  const variables = settings.allowed_overwritable_env_vars;
  return {
    serverUrl,
    organization: serverUrl.slice(serverUrl.lastIndexOf('/') + 1),
    nodeName: settings.node_name,
    clientKeyPath: path.resolve(dir, settings.client_key),
    allowList: settings.whitelist,
    fileDir: path.resolve(dir, settings.file_dir),
    allowUnencrypted: settings.allow_unencrypted,
    overwritableVariables: variables === undefined ? undefined : new Set(variables),
    maxOutputBytes: settings.max_body_size,
  };
}

function complaint(issue: z.core.$ZodIssue, file: string): string {
  if (issue.code === 'unrecognized_keys') return `${file}: ${issue.keys.join(', ')}: no such setting`;
  return `${file}: ${issue.path.join('.')}: ${issue.message}`;
}

function parseToml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new BadConfig(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readText(file: string, field: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new BadConfig(`${field}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readKey(file: string, field: string): KeyObject {
  const pem = readText(file, field);
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // What OpenSSL says about it helps nobody; the next line does.
  }
  throw new BadConfig(`${field}: ${file} holds no RSA private key in PEM form`);
}
