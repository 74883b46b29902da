import type { OnApplicationShutdown } from '@nestjs/common';
import { env } from '@push-jobs/platform';
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { BuiltInDirectory } from './built-in-directory.ts';
import type { ChefServerAddress } from './chef/chef-api.ts';
import { ChefInfraServer, type ChefInfraServerSettings } from './chef/chef-infra-server.ts';
import { ChefServerEvents } from './chef/events.ts';
import type { Directory } from './directory.ts';

const CIRCUIT = { faults: 5, pauseMs: 2_000 };

const origin = z
  .url({ protocol: /^https?$/ })
  .transform((text) => new URL(text))
  .refine(
    ({ pathname, search, hash, username }) => pathname === '/' && !search && !hash && !username,
    'expected a server alone, such as https://chef.example.com, without organization or path',
  );

/** A file named in the environment, read at once so that a wrong name is an error at the start. */
function file<Content>(read: (text: string) => Content, expected: string) {
  return z.string().transform((path, context) => {
    try {
      return read(readFileSync(path, 'utf8'));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
      context.addIssue({ code: 'custom', message: `expected a readable file with ${expected}${code}` });
      return z.NEVER;
    }
  });
}

function certificates(text: string): string {
  void new X509Certificate(text); // throws for what is none
  return text;
}

function rsaKey(text: string): KeyObject {
  const key = createPrivateKey(text);
  if (key.asymmetricKeyType !== 'rsa') throw new Error('not an RSA key');
  return key;
}

/** Environment variables of every service that asks a directory. */
export const directoryEnv = {
  DIRECTORY: z.enum(['builtin', 'chef']).default('builtin'),
  CHEF_SERVER_URL: origin.optional(),
  CHEF_CA_FILE: file(certificates, 'PEM certificates').optional(),
  CHEF_SUPERUSER: z.string().min(1).default('pivotal'),
  CHEF_SUPERUSER_KEY_FILE: file(rsaKey, 'an RSA private key in PEM').optional(),
  CHEF_SIGNING_VERSION: z.enum(['1.1', '1.3']).default('1.3'),
  CHEF_TIMEOUT_SECONDS: env.secondsAsMs.prefault(5),
  CHEF_CACHE_SECONDS: env.secondsAsMs.prefault(5),
  CHEF_NEGATIVE_CACHE_SECONDS: env.secondsAsMs.prefault(1),
} as const;

type DirectoryEnv = z.output<z.ZodObject<typeof directoryEnv>>;

/** Which directory a service asks. */
export type DirectorySettings = { readonly kind: 'builtin' } | ({ readonly kind: 'chef' } & ChefInfraServerSettings);

/** @throws Error that names what `DIRECTORY=chef` lacks. */
export function directorySettings(e: DirectoryEnv): DirectorySettings {
  if (e.DIRECTORY === 'builtin') return { kind: 'builtin' };
  const { CHEF_SERVER_URL: url, CHEF_SUPERUSER_KEY_FILE: key } = e;
  if (url === undefined || key === undefined) {
    const missing = [url === undefined ? 'CHEF_SERVER_URL' : [], key === undefined ? 'CHEF_SUPERUSER_KEY_FILE' : []];
    throw new Error(`bad configuration\n✖ DIRECTORY=chef needs ${missing.flat().join(' and ')}`);
  }
  return {
    kind: 'chef',
    url,
    ca: e.CHEF_CA_FILE,
    superuser: e.CHEF_SUPERUSER,
    key,
    signingVersion: e.CHEF_SIGNING_VERSION,
    timeoutMs: e.CHEF_TIMEOUT_SECONDS,
    ttlMs: e.CHEF_CACHE_SECONDS,
    negativeTtlMs: e.CHEF_NEGATIVE_CACHE_SECONDS,
    ...CIRCUIT,
  };
}

/** The Chef Infra Server, where one is configured, whichever directory is asked. */
export function chefServerAddress({
  CHEF_SERVER_URL: url,
  CHEF_CA_FILE: ca,
}: DirectoryEnv): ChefServerAddress | undefined {
  return url === undefined ? undefined : { url, ca };
}

/** `builtInAddress`: `host:port` or a gRPC target of the built-in directory. Connects with the first question. */
export function openDirectory(
  settings: DirectorySettings,
  builtInAddress: string,
  metrics: Registry,
): Directory & OnApplicationShutdown {
  switch (settings.kind) {
    case 'builtin':
      return BuiltInDirectory.at(builtInAddress);
    case 'chef':
      return new ChefInfraServer(settings, new ChefServerEvents(metrics));
  }
}
