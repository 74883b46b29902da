import { loadPackageDefinition, Server, ServerCredentials, status, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { connect, type DirectoryHandlers, PROTO_OPTIONS, protoFiles } from '@push-jobs/contracts';
import { describe, expect, it } from 'vitest';
import { BuiltInDirectory } from './built-in-directory.ts';
import type { DirectoryData } from './testing/directory-data.ts';
import { describeDirectory, type DirectorySubject } from './testing/directory.suite.ts';

const notFound = { code: status.NOT_FOUND, details: 'no such thing' };

/** What the orchestrator serves, over plain data. `asked` hears of each question. */
function handlersOver({ organizations, users }: DirectoryData, asked: () => void): DirectoryHandlers {
  return {
    GetOrganization: ({ request: { name } }, callback) => {
      asked();
      const found = organizations[name];
      callback(found ? null : notFound, { name, guid: found?.guid ?? '' });
    },
    FindPrincipals: ({ request: { queries } }, callback) => {
      asked();
      const lists = queries.map(({ organization, name }) => {
        const { clients = {}, members = [] } = organizations[organization] ?? {};
        const found = [
          { kind: 'client', name, orgMember: true, publicKeys: [...(clients[name] ?? [])] },
          { kind: 'user', name, orgMember: members.includes(name), publicKeys: [...(users[name] ?? [])] },
        ];
        return { principals: found.filter(({ publicKeys }) => publicKeys.length > 0) };
      });
      callback(null, { lists });
    },
    GetGroup: ({ request: { organization, name } }, callback) => {
      asked();
      const found = organizations[organization]?.groups[name];
      const { users = [], clients = [], groups = [] } = found ?? {};
      callback(found ? null : notFound, { name, users: [...users], clients: [...clients], groups: [...groups] });
    },
  };
}

async function serve(
  data: DirectoryData,
  nowMs: () => number,
  change: Partial<DirectoryHandlers> = {},
): Promise<DirectorySubject> {
  const server = new Server();
  let questions = 0;
  const handlers: DirectoryHandlers = Object.assign(
    handlersOver(data, () => (questions += 1)),
    change,
  );
  server.addService(directoryService(), handlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const directory = new BuiltInDirectory(connect('Directory', `127.0.0.1:${port}`), nowMs);
  const stop = async (): Promise<void> => {
    directory.onApplicationShutdown();
    server.forceShutdown();
  };
  return {
    directory,
    questions: () => questions,
    goAway: async () => server.forceShutdown(),
    [Symbol.asyncDispose]: stop,
  };
}

function directoryService(): ServiceDefinition {
  const loaded = loadPackageDefinition(loadSync(protoFiles(['Directory']), PROTO_OPTIONS));
  // proto-loader types a package as an open tree.
  const tree = loaded as unknown as { push_jobs: { v1: { Directory: { service: ServiceDefinition } } } };
  return tree.push_jobs.v1.Directory.service;
}

describeDirectory('the built-in directory', (data, nowMs) => serve(data, nowMs));

describe('the built-in directory', () => {
  it('is away for whoever asks while its database is', async () => {
    const broken = { code: status.INTERNAL, details: 'the database is away' };
    const FindPrincipals: DirectoryHandlers['FindPrincipals'] = (_, callback) => callback(broken);
    await using subject = await serve({ organizations: {}, users: {} }, Date.now, { FindPrincipals });
    const outage = { kind: 'upstream', message: 'Failed to connect to the directory', asList: true };
    await expect(subject.directory.principals('acme', 'alice')).rejects.toMatchObject(outage);
  });
});
