import { loadPackageDefinition, Server, ServerCredentials, status, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { connect, type DirectoryHandlers, PROTO_OPTIONS, protoFiles } from '@push-jobs/contracts';
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BuiltInDirectory } from './built-in-directory.ts';

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'pkcs1', format: 'pem' });
const notFound = { code: status.NOT_FOUND, details: 'no such thing' };

let asked: string[];
const handlers: DirectoryHandlers = {
  GetOrganization: ({ request }, callback) => {
    asked.push(`organization ${request.name}`);
    callback(request.name === 'acme' ? null : notFound, { name: request.name, guid: 'g1' });
  },
  FindPrincipals: ({ request }, callback) => {
    asked.push(`principals ${request.organization}/${request.name}`);
    if (request.name === 'broken') return callback({ code: status.INTERNAL, details: 'the database is away' });
    const publicKeys = [String(pem), 'no key at all'];
    callback(null, { principals: [{ kind: 'client', name: request.name, orgMember: true, publicKeys }] });
  },
  GetGroup: ({ request }, callback) => {
    asked.push(`group ${request.organization}/${request.name}`);
    callback(request.name === 'admins' ? null : notFound, { name: 'admins', users: ['alice'], groups: ['ops'] });
  },
};

let server: Server;
let directory: BuiltInDirectory;

beforeEach(async () => {
  asked = [];
  server = new Server();
  const loaded = loadPackageDefinition(loadSync(protoFiles(['Directory']), PROTO_OPTIONS));
  // proto-loader types a package as an open tree.
  const tree = loaded as unknown as { push_jobs: { v1: { Directory: { service: ServiceDefinition } } } };
  server.addService(tree.push_jobs.v1.Directory.service, handlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  directory = new BuiltInDirectory(connect('Directory', `127.0.0.1:${port}`), () => 0);
});

afterEach(() => {
  directory.onApplicationShutdown();
  server.forceShutdown();
});

describe('the built-in directory', () => {
  it('knows organizations, and remembers that one does not exist', async () => {
    expect(await directory.organization('acme')).toMatchObject({ name: 'acme', guid: 'g1' });
    expect(await directory.organization('gone')).toBeUndefined();
    await directory.organization('acme');
    await directory.organization('gone');
    expect(asked).toEqual(['organization acme', 'organization gone']);
  });

  it('parses the keys of principals, and leaves out what is none', async () => {
    const [principal] = await directory.principals('acme', 'node1');
    expect(principal).toMatchObject({ kind: 'client', name: 'node1', orgMember: true });
    expect(principal?.keys.map((key) => key.asymmetricKeyType)).toEqual(['rsa']);
  });

  it('keeps groups of different organizations apart', async () => {
    expect(await directory.group('acme', 'admins')).toMatchObject({ users: new Set(['alice']), groups: ['ops'] });
    await directory.group('umbrella', 'admins');
    expect(await directory.group('acme', 'readers')).toBeUndefined();
    expect(asked).toEqual(['group acme/admins', 'group umbrella/admins', 'group acme/readers']);
  });

  it('never takes an outage for a refusal', async () => {
    const outage = { kind: 'upstream', message: 'Failed to connect to the directory', asList: true };
    await expect(directory.principals('acme', 'broken')).rejects.toMatchObject(outage);
    server.forceShutdown();
    await expect(directory.organization('acme')).rejects.toMatchObject(outage);
  });
});
