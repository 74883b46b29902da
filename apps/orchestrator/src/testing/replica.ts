import 'reflect-metadata';
import type { INestMicroservice, Type } from '@nestjs/common';
import { connect, unary } from '@push-jobs/contracts';
import type {
  BatchAck__Output,
  CreateJob,
  Creation__Output,
  EventBatch,
  Job__Output,
  JobSpec,
  NodeDuty__Output,
  NodeEvent,
} from '@push-jobs/contracts';
import { freePorts } from '@push-jobs/local';
import { Operations } from '@push-jobs/platform';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { vi } from 'vitest';
import { Config } from '../config.ts';
import { startOrchestrator } from '../service.ts';
import { WAIT } from './grpc-fakes.ts';

export const ORG = 'acme';

/** The whole service in this process, and clients of it over gRPC. */
export class Replica implements AsyncDisposable {
  readonly jobs;
  readonly directory;
  private readonly nodeEvents;
  private readonly reporters: Reporter[] = [];

  private constructor(
    private readonly app: INestMicroservice,
    readonly address: string,
  ) {
    this.jobs = connect('Jobs', address);
    this.directory = connect('Directory', address);
    this.nodeEvents = connect('NodeEvents', address);
  }

  static async start(env: Record<string, string>): Promise<Replica> {
    const [port = 0] = await freePorts(1);
    const config = Config.from({ ...env, GRPC_PORT: String(port), OPERATIONS_PORT: '1' });
    const app = await startOrchestrator(config, new Operations('orchestrator'), false);
    return new Replica(app, `127.0.0.1:${port}`);
  }

  /** A piece of the service, to make happen now what the clock would do later. */
  get<T>(type: Type<T>): T {
    return this.app.get(type);
  }

  async create(spec: JobSpec & { nodes: string[] }, more: Partial<CreateJob> = {}): Promise<string> {
    const request = {
      organization: ORG,
      requestedBy: 'pat',
      spec: { command: 'chef-client', runTimeoutSeconds: 3600, quorum: spec.nodes.length, ...spec },
      ...more,
    };
    return (await unary(this.jobs, this.jobs.Create, request)).jobId;
  }

  async createAll(specs: readonly JobSpec[]): Promise<Creation__Output[]> {
    const jobs = specs.map((spec) => ({
      organization: ORG,
      requestedBy: 'pat',
      spec: { command: 'chef-client', runTimeoutSeconds: 3600, quorum: 1, ...spec },
    }));
    return (await unary(this.jobs, this.jobs.CreateAll, { jobs })).outcomes;
  }

  job(jobId: string, organization = ORG): Promise<Job__Output> {
    return unary(this.jobs, this.jobs.Get, { organization, jobId });
  }

  async cancel(jobId: string, nodes: string[] = [], organization = ORG): Promise<void> {
    await unary(this.jobs, this.jobs.Cancel, { organization, jobId, nodes });
  }

  async attach(nodes: readonly string[]): Promise<NodeDuty__Output[]> {
    const request = { nodes: nodes.map((node) => ({ organization: ORG, node })) };
    return (await unary(this.nodeEvents, this.nodeEvents.Attach, request)).duties;
  }

  async openJobs(jobIds: string[], organization?: string): Promise<string[]> {
    const request = { jobIds, ...(organization === undefined ? {} : { organization }) };
    return (await unary(this.nodeEvents, this.nodeEvents.OpenJobs, request)).jobIds;
  }

  async expectStatus(jobId: string, status: string): Promise<Job__Output> {
    return vi.waitFor(async () => {
      const job = await this.job(jobId);
      if (job.status !== status) throw new Error(`job is ${job.status}, not ${status}`);
      return job;
    }, WAIT);
  }

  /** A lane of a broker's reports. */
  reporter(session: string = randomUUID(), lane = 0): Reporter {
    const reporter = new Reporter(this.nodeEvents.Report(), session, lane);
    this.reporters.push(reporter);
    return reporter;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.close();
    for (const reporter of this.reporters) reporter.close();
    for (const client of [this.jobs, this.directory, this.nodeEvents]) client.close();
  }
}

type ReportCall = ReturnType<ReturnType<typeof connect<'NodeEvents'>>['Report']>;

export class Reporter {
  private number = 0;

  constructor(
    private readonly stream: ReportCall,
    private readonly session: string,
    private readonly lane: number,
  ) {
    stream.on('error', () => undefined); // the server is stopped before its clients
  }

  /** Sends the next batch, and waits for its acknowledgement. */
  report(...events: NodeEvent[]): Promise<void> {
    return this.batch(this.number + 1, ...events);
  }

  /** The news of many nodes of one job. */
  news(jobId: string, news: NonNullable<NodeEvent['news']>, ...nodes: string[]): Promise<void> {
    return this.report(...nodes.map((node) => ({ organization: ORG, node, jobId, news })));
  }

  async batch(number: number, ...events: NodeEvent[]): Promise<void> {
    this.number = number;
    const batch: EventBatch = { session: this.session, lane: this.lane, number, events };
    this.stream.write(batch);
    const [ack] = (await once(this.stream, 'data')) as [BatchAck__Output]; // what this stream carries
    if (ack.number !== number) throw new Error(`acknowledged ${ack.number} instead of ${number}`);
  }

  close(): void {
    this.stream.cancel();
  }
}
