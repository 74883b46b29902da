import {
  type handleUnaryCall,
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type ConfigureNode__Output,
  type CreateJob__Output,
  type CancelJob__Output,
  type DirectoryHandlers,
  type GroupReply,
  type Job,
  type JobsHandlers,
  type ListJobs__Output,
  type NodePresence,
  type NodesHandlers,
  type OutputBytes,
  type OutputsHandlers,
  PROTO_OPTIONS,
  type PrincipalReply,
  protoFiles,
  type ServiceName,
} from '@push-jobs/contracts';

/** What a service answers with instead of a reply. */
export class Fault extends Error {
  constructor(
    readonly code: status,
    readonly details: string,
  ) {
    super(details);
  }
}

const missing = (what: string): Fault => new Fault(status.NOT_FOUND, `no such ${what}`);

/** The services behind the gateway: real gRPC servers over plain data. Tests change the data, and read what was asked. */
export class Services implements AsyncDisposable {
  readonly principals = new Map<string, PrincipalReply[]>();
  readonly organizations = new Set<string>();
  readonly groups = new Map<string, GroupReply>();
  readonly jobs: Job[] = [];
  readonly presences = new Map<string, NodePresence[]>();
  readonly outputs = new Map<string, Iterable<Buffer> | AsyncIterable<Buffer>>();
  readonly created: CreateJob__Output[] = [];
  /** Calls that brought jobs. */
  creationCalls = 0;
  /** Calls that brought requests of nodes. */
  configurationCalls = 0;
  /** Calls that brought a list of nodes, or a page of it. */
  pages = 0;
  /** The command of jobs, or the node, to refuse. */
  refused: string | undefined;
  readonly lists: ListJobs__Output[] = [];
  readonly cancelled: CancelJob__Output[] = [];
  readonly configured: ConfigureNode__Output[] = [];
  /** Set to make every service but the directory refuse. */
  fault: Fault | undefined;
  private readonly server = new Server();

  private constructor() {
    this.server.addService(definitionOf('Directory'), this.directory());
    this.server.addService(definitionOf('Jobs'), this.jobsHandlers());
    this.server.addService(definitionOf('Nodes'), this.nodesHandlers());
    this.server.addService(definitionOf('Outputs'), this.outputsHandlers());
  }

  static async start(atPort = 0): Promise<{ services: Services; address: string }> {
    const services = new Services();
    const port = await new Promise<number>((resolve, reject) => {
      services.server.bindAsync(`127.0.0.1:${atPort}`, ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    return { services, address: `127.0.0.1:${port}` };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.forceShutdown();
  }

  private directory(): DirectoryHandlers {
    return {
      GetOrganization: answering(({ name }) => {
        if (!this.organizations.has(name)) throw missing('organization');
        return { name, guid: `guid of ${name}` };
      }),
      FindPrincipals: answering(({ queries }) => ({
        lists: queries.map(({ organization, name }) => ({
          principals: this.principals.get(`${organization}/${name}`) ?? [],
        })),
      })),
      GetGroup: answering(({ organization, name }) => {
        const group = this.groups.get(`${organization}/${name}`);
        if (group === undefined) throw missing('group');
        return group;
      }),
    };
  }

  private create(job: CreateJob__Output): string {
    this.created.push(job);
    return String(this.created.length).padStart(32, '0');
  }

  private jobsHandlers(): JobsHandlers {
    const find = (organization: string, jobId: string): Job => {
      const job = this.jobs.find((each) => each.organization === organization && each.jobId === jobId);
      if (job === undefined) throw missing('job');
      return job;
    };
    return {
      Create: this.answering((request) => ({ jobId: this.create(request) })),
      CreateAll: this.answering(({ jobs }) => {
        this.creationCalls += 1;
        return {
          outcomes: jobs.map((job) =>
            job.spec?.command === this.refused
              ? { refusal: { code: status.INVALID_ARGUMENT, message: 'refused' } }
              : { jobId: this.create(job) },
          ),
        };
      }),
      Get: this.answering(({ organization, jobId, includeFile }) => {
        const { spec, ...job } = find(organization, jobId);
        const { file, ...withoutFile } = spec ?? {};
        return { ...job, spec: includeFile && file !== undefined ? { ...withoutFile, file } : withoutFile };
      }),
      List: this.answering((request) => {
        this.lists.push(request);
        const jobs = this.jobs.filter((job) => job.organization === request.organization);
        return { jobs, more: jobs.length === request.limit };
      }),
      Cancel: this.answering((request) => {
        find(request.organization, request.jobId);
        this.cancelled.push(request);
        return {};
      }),
      Unfinished: this.answering(() => ({
        jobIds: this.jobs.flatMap(({ jobId, status }) => (status === 'running' && jobId ? [jobId] : [])),
      })),
    };
  }

  private nodesHandlers(): NodesHandlers {
    return {
      ConfigureAll: this.answering(({ nodes }) => {
        this.configurationCalls += 1;
        return {
          outcomes: nodes.map((request) => {
            this.configured.push(request);
            const { features } = request;
            const encryption = request.curvePublicKey === '' ? WITHOUT_ENCRYPTION : {};
            return request.node === this.refused
              ? { refusal: { code: status.INVALID_ARGUMENT, message: 'refused' } }
              : { configuration: { ...NODE_CONFIGURATION, ...encryption, features } };
          }),
        };
      }),
      List: this.answering(({ organization, pageSize, page }) => {
        this.pages += 1;
        const nodes = this.presences.get(organization) ?? [];
        const [start, size] = [Number(page), pageSize === 0 ? nodes.length : pageSize];
        const end = start + size;
        // The last of a page comes again, as may happen.
        return { nodes: nodes.slice(Math.max(0, start - 1), end), nextPage: end < nodes.length ? String(end) : '' };
      }),
      Get: this.answering(({ organization, node }) => {
        const known = this.presences.get(organization)?.find((presence) => presence.node === node);
        return known ?? { node, online: false, available: false };
      }),
      Status: this.answering(() => {
        return { incarnationId: 'incarnation-1', heartbeatingNodes: 3 };
      }),
      Deliver: this.answering(() => ({})),
    };
  }

  private answering<Request, Reply>(answer: (request: Request) => Reply): handleUnaryCall<Request, Reply> {
    return answering((request: Request) => {
      if (this.fault !== undefined) throw this.fault;
      return answer(request);
    });
  }

  private outputsHandlers(): OutputsHandlers {
    return {
      Put: answering(() => ({})),
      Read: (call) => {
        if (this.fault !== undefined) return void call.emit('error', this.fault);
        const { jobId, node, channel } = call.request;
        const chunks = this.outputs.get(`${jobId}/${node}/${channel}`);
        if (chunks === undefined) return void call.emit('error', missing('output'));
        // grpc-js types this stream by message, Node.js types streams by bytes.
        pipeline(Readable.from(framed(chunks)), call as unknown as Writable).catch(() => undefined); // the reader left, which tests see in the source
      },
    };
  }
}

async function* framed(chunks: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<OutputBytes> {
  for await (const data of chunks) yield { data };
}

/** What is different for a node without a curve key. */
const WITHOUT_ENCRYPTION = { serverCurveKey: '', commandAddress: 'tcp://push.example.com:10001' };

export const NODE_CONFIGURATION = {
  serverPublicKey: '-----BEGIN PUBLIC KEY-----\nserver\n-----END PUBLIC KEY-----\n',
  serverCurveKey: 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7',
  encodedSessionKey: 'c2Vzc2lvbg==',
  incarnationId: 'incarnation-1',
  host: 'push.example.com',
  heartbeatAddress: 'tcp://push.example.com:10000',
  commandAddress: 'tcp://push.example.com:10002',
  heartbeatIntervalMs: 1_500,
  lifetimeSeconds: 3_600,
  maxMessageSkewSeconds: 300,
  maxBodySize: 65_536,
  offlineThreshold: 3,
  onlineThreshold: 2,
};

function answering<Request, Reply>(answer: (request: Request) => Reply): handleUnaryCall<Request, Reply> {
  return (call, callback) => {
    try {
      callback(null, answer(call.request));
    } catch (error) {
      callback(error instanceof Fault ? error : { code: status.INTERNAL, details: String(error) });
    }
  };
}

function definitionOf(service: ServiceName): ServiceDefinition {
  const loaded = loadPackageDefinition(loadSync(protoFiles([service]), PROTO_OPTIONS));
  // proto-loader types a package as an open tree.
  const tree = loaded as unknown as { push_jobs: { v1: Record<ServiceName, { service: ServiceDefinition }> } };
  return tree.push_jobs.v1[service].service;
}
