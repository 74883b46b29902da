import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Operations } from '@push-jobs/platform';
import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type PrincipalName, Registry } from '../../../orchestrator/src/directory/registry.ts';
import { World } from '../../../orchestrator/src/testing/world.ts';
import { serve } from '../serve.ts';
import { type Answer, send } from './http.ts';
import { configOf, signed, type Signer } from './installation.ts';

interface Sent {
  readonly body?: unknown;
  /** What `X-Ops-Server-API-Version` says. */
  readonly version?: '0' | '1';
  readonly headers?: Record<string, string>;
}

/** A gateway in front of a real orchestrator and its database, with one user: a superuser without organization. */
export class ChefInstallation implements AsyncDisposable {
  private constructor(
    readonly world: World,
    readonly registry: Registry,
    private readonly app: NestFastifyApplication,
    private readonly operations: Operations,
    readonly superuser: Signer,
  ) {}

  static async start(): Promise<ChefInstallation> {
    const world = await World.create();
    const { address } = await world.replica();
    const { app, operations } = await serve(configOf(address, new URL('http://127.0.0.1:1')));
    const registry = new Registry(world.database);
    const superuser = await register(registry, { kind: 'user', name: 'root' });
    await registry.setSuperuser('root', true);
    return new ChefInstallation(world, registry, app, operations, superuser);
  }

  get port(): number {
    // A TCP server's address is never a path.
    return (this.app.getHttpServer().address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** `call`: `GET /users`. */
  as(signer: Signer, call: string, { body, version = '1', headers = {} }: Sent = {}): Promise<Answer> {
    const [method = '', path = ''] = call.split(' ');
    const text = body === undefined ? '' : JSON.stringify(body);
    const toSign = { method, path, body: text, headers: { 'X-Ops-Server-API-Version': version, ...headers } };
    return send(this.port, signed(signer, toSign));
  }

  /** A user with a key; `organizations` are those they belong to. */
  async user(name: string, ...organizations: readonly string[]): Promise<Signer> {
    const signer = await register(this.registry, { kind: 'user', name });
    for (const organization of organizations) await this.registry.associate(organization, name);
    return signer;
  }

  client(organization: string, name: string): Promise<Signer> {
    return register(this.registry, { kind: 'client', organization, name });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.close();
    await this.operations.close();
    await this.world[Symbol.asyncDispose]();
  }
}

async function register(registry: Registry, principal: PrincipalName): Promise<Signer> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await registry.createPrincipal(principal);
  await registry.setKey(principal, publicKey.export({ type: 'spki', format: 'pem' }).toString());
  return { name: principal.name, key: privateKey };
}
