import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Operations } from '@push-jobs/platform';
import { signRequest, type SigningVersion } from '@push-jobs/protocol';
import { generateKeyPairSync, type KeyObject, type KeyPairKeyObjectResult } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config.ts';
import { serve } from '../serve.ts';
import { HeldServer } from './held-server.ts';
import { type Answer, type Call, send } from './http.ts';
import { Services } from './services.ts';

export interface Signer {
  readonly name: string;
  readonly key: KeyObject;
}

const newKeys = (): KeyPairKeyObjectResult => generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Made once for all installations of a test file: making a key costs more than everything else. */
const KEYS = { admin: newKeys(), user: newKeys(), node: newKeys() };

/** A gateway on any port whose services are all at one address, without limits of rate. */
export const configOf = (address: string, feedUrl: URL): Config => ({
  logLevel: 'error',
  listenHost: '127.0.0.1',
  port: 0,
  operationsPort: 0,
  orchestratorAddress: address,
  brokerAddress: address,
  outputAddress: address,
  feedUrl,
  directory: { kind: 'builtin' },
  chefProxy: undefined,
  allowUnencryptedNodes: false,
  rateLimits: { principalPerSecond: 0, organizationPerSecond: 0 },
  maxConnections: 10_000,
  maxBodyBytesHeld: 67_108_864,
});

/** A gateway on a port, with real services behind it, and the organization `acme`: an admin, a user, and a node. */
export class Installation implements AsyncDisposable {
  private constructor(
    readonly services: Services,
    readonly feed: HeldServer,
    readonly app: NestFastifyApplication,
    readonly operations: Operations,
    readonly admin: Signer,
    readonly user: Signer,
    readonly node: Signer,
  ) {}

  static async start(settings: Partial<Config> = {}): Promise<Installation> {
    const { services, address } = await Services.start();
    const feed = await HeldServer.start();
    const { app, operations } = await serve({ ...configOf(address, feed.url), ...settings });
    services.organizations.add('acme');
    services.groups.set('acme/admins', { users: ['admin'] });
    const admin = register(services, 'acme', 'user', 'admin', KEYS.admin);
    const user = register(services, 'acme', 'user', 'viewer', KEYS.user);
    const node = register(services, 'acme', 'client', 'node1', KEYS.node);
    return new Installation(services, feed, app, operations, admin, user, node);
  }

  get port(): number {
    // A TCP server's address is never a path.
    return (this.app.getHttpServer().address() as AddressInfo).port;
  }

  /** Gives somebody of that name a key, besides those they have. */
  register(organization: string, kind: 'user' | 'client', name: string, orgMember = true): Signer {
    return register(this.services, organization, kind, name, newKeys(), orgMember);
  }

  send(call: Call): Promise<Answer> {
    return send(this.port, call);
  }

  sendAs(signer: Signer, call: Call, version: SigningVersion = '1.3'): Promise<Answer> {
    return this.send(signed(signer, call, version));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.close();
    await this.operations.close();
    await this.feed[Symbol.asyncDispose]();
    await this.services[Symbol.asyncDispose]();
  }
}

/** The call with the headers that sign it; headers it has already win. */
export function signed(signer: Signer, call: Call, version: SigningVersion = '1.3', nowMs = Date.now()): Call {
  const { method = 'GET', path } = call;
  const body = Buffer.from(call.body ?? '');
  const timestamp = new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const api = Object.entries(call.headers ?? {}).find(([name]) => /^x-ops-server-api-version$/i.test(name))?.[1];
  const request = { method, path, body, userId: signer.name, timestamp };
  const toSign = api === undefined ? request : { ...request, serverApiVersion: api };
  const headers = signRequest(toSign, signer.key, version);
  return { ...call, headers: { ...headers, ...call.headers } };
}

function register(
  services: Services,
  organization: string,
  kind: 'user' | 'client',
  name: string,
  { publicKey, privateKey }: KeyPairKeyObjectResult,
  orgMember = true,
): Signer {
  const publicKeys = [publicKey.export({ type: 'spki', format: 'pem' }) as string]; // PEM is a text
  const others = services.principals.get(`${organization}/${name}`) ?? [];
  services.principals.set(`${organization}/${name}`, [...others, { kind, name, orgMember, publicKeys }]);
  return { name, key: privateKey };
}
