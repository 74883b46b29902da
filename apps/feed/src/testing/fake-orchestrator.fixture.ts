import {
  loadPackageDefinition,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServiceClientConstructor,
  status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { type Job, PROTO_OPTIONS, protoFiles } from '@push-jobs/contracts';
import { type RequestToSign, signRequest } from '@push-jobs/protocol';
import { generateKeyPairSync } from 'node:crypto';

type Handler = (call: { request: Record<string, unknown> }, answer: sendUnaryData<object>) => void;

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Organizations `acme`, `other` and `late`; the user `alice` belongs to all, `bob` to none; `carol` may not read in `acme`. */
export class FakeOrchestrator {
  /** Jobs that `Jobs.Get` knows, by id. */
  readonly jobs = new Map<string, Job>();
  private readonly server = new Server();

  async listen(): Promise<string> {
    this.server.addService(serviceOf('Directory'), {
      GetOrganization: answering(({ name }) => (ORGANIZATIONS.has(String(name)) ? { name, guid: 'guid' } : undefined)),
      FindPrincipals: answering(({ queries }) => ({
        lists: (queries as { name: string }[]).map(({ name }) => ({ principals: principals(name) })), // as the contract says
      })),
      GetGroup: answering(({ organization, name }) =>
        organization === 'acme' && name === 'pushy_job_readers' ? { name, users: ['alice'] } : undefined,
      ),
    });
    this.server.addService(serviceOf('Jobs'), { Get: answering(({ jobId }) => this.jobs.get(String(jobId))) });
    const port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    return `127.0.0.1:${port}`;
  }

  stop(): void {
    this.server.forceShutdown();
  }
}

/** Headers of a signed GET. */
export function signedGet(path: string, userId = 'alice'): Record<string, string> {
  const timestamp = `${new Date().toISOString().slice(0, 19)}Z`;
  const request: RequestToSign = { method: 'GET', path, body: Buffer.alloc(0), userId, timestamp };
  return signRequest(request, privateKey, '1.3');
}

const ORGANIZATIONS = new Set(['acme', 'other', 'late']);

function principals(name: string): object[] {
  if (!['alice', 'bob', 'carol'].includes(name)) return [];
  return [{ kind: 'user', name, orgMember: name !== 'bob', publicKeys: [PEM] }];
}

function answering(answer: (request: Record<string, unknown>) => object | undefined): Handler {
  return ({ request }, reply) => {
    const found = answer(request);
    if (found === undefined) reply({ code: status.NOT_FOUND, details: 'not here' });
    else reply(null, found);
  };
}

function serviceOf(service: 'Directory' | 'Jobs'): ServiceClientConstructor['service'] {
  const loaded = loadPackageDefinition(loadSync(protoFiles([service]), PROTO_OPTIONS));
  // proto-loader types a package as an open tree.
  const tree = loaded as unknown as { push_jobs: { v1: Record<string, ServiceClientConstructor> } };
  return tree.push_jobs.v1[service]!.service;
}
