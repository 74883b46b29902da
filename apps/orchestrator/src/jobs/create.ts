import { Injectable } from '@nestjs/common';
import type { CreateJob__Output, Creation, JobSpec__Output } from '@push-jobs/contracts';
import { AppError, Batches, currentTrace, inSpan, refusalFor, traceparentOf } from '@push-jobs/platform';
import { Config } from '../config.ts';
import { Postgres } from '../connections/postgres.ts';
import { Performer } from '../effects/performer.ts';
import { Starts } from '../effects/starts.ts';
import { Events } from '../events.ts';
import { JobChanges } from '../machine/job-changes.ts';
import { type NewJob, textLength } from '../machine/new-jobs.ts';
import { JobIds } from './job-id.ts';

/** Largest run timeout that is told apart from never: 3,000 years. */
const MAX_RUN_TIMEOUT_MS = 1e14;
/** Bounds of one transaction: how many rows it writes, and how much text. */
const MAX_NODES = 20_000;
const MAX_CHARACTERS = 4_000_000;
/** Of all jobs that wait to be stored. */
const MAX_WAITING_CHARACTERS = 64_000_000;

@Injectable()
export class CreateJobs {
  private readonly ids = new JobIds();
  private readonly batches: Batches<NewJob, void>;
  private readonly waiting = { jobs: 0, characters: 0 };

  constructor(
    private readonly config: Config,
    postgres: Postgres,
    private readonly changes: JobChanges,
    private readonly starts: Starts,
    private readonly performer: Performer,
    private readonly events: Events,
  ) {
    this.batches = new Batches({
      work: (jobs) => this.store(jobs),
      cut: howManyGoTogether,
      stillThere: () => postgres.ping(),
    });
    events.measure({ waitingCreations: () => this.waiting.jobs });
  }

  /**
   * Answers once the job is durable, and with it its beginning, or the work of beginning it (promise 1). Jobs that are
   * asked for while others are being stored go together, each of them as a whole or not at all.
   * @throws AppError `invalid` for text that Postgres cannot hold, `unavailable` where too many jobs wait to be stored.
   */
  async create({ organization, requestedBy, spec, traceparent }: CreateJob__Output): Promise<string> {
    if (spec === null || spec.nodes.length === 0) throw new AppError('invalid', 'at least one node must be supplied');
    if (holdsNul(spec)) throw new AppError('invalid', 'a job cannot contain NUL characters');
    const id = this.ids.next(Date.now());
    const job = newJob(id, organization, requestedBy, spec);
    const attributes = { 'push_jobs.job.id': id, 'push_jobs.nodes': job.nodes.length };
    await inSpan('create job', { parent: traceparent, batch: currentTrace(), attributes }, (span) =>
      this.inLine({ ...job, traceparent: traceparentOf(span) ?? null }, (waiting) => this.batches.add(waiting)),
    );
    return id;
  }

  /** While Postgres is slow callers give up, and come again; what they asked for must not pile up here. */
  private async inLine(job: NewJob, store: (job: NewJob) => Promise<void>): Promise<void> {
    const { waiting } = this;
    const characters = textLength(job);
    if (waiting.jobs >= this.config.creationQueueLimit || waiting.characters + characters > MAX_WAITING_CHARACTERS) {
      throw new AppError('unavailable', 'too many jobs wait to be stored; try again');
    }
    waiting.jobs++;
    waiting.characters += characters;
    try {
      await store(job);
    } finally {
      waiting.jobs--;
      waiting.characters -= characters;
    }
  }

  /** The same, with whatever goes wrong as a value. */
  async tryToCreate(request: CreateJob__Output): Promise<Creation> {
    try {
      return { jobId: await this.create(request) };
    } catch (thrown) {
      if (!(thrown instanceof AppError)) this.events.creationFailed(request.organization, thrown);
      return { refusal: refusalFor(thrown) };
    }
  }

  private async store(jobs: readonly NewJob[]): Promise<void[]> {
    // Beginning a huge one takes longer than its caller may be willing to wait for a job that is safe already.
    const huge = jobs.some(({ nodes }) => nodes.length > MAX_NODES);
    const down = huge ? undefined : await this.starts.down(jobs);
    if (down === undefined) {
      const rows = await this.changes.store(jobs);
      this.performer.begin(rows);
    } else {
      await this.changes.begin(jobs.map((job, i) => ({ job, down: down[i] ?? [] })));
    }
    return jobs.map(({ id, organization, nodes }) => this.events.jobCreated(id, organization, nodes.length));
  }
}

function newJob(
  id: string,
  organization: string,
  requestedBy: string,
  spec: JobSpec__Output,
): Omit<NewJob, 'traceparent'> {
  return {
    id,
    organization,
    requestedBy,
    command: spec.command,
    runTimeoutMs: Math.min(Math.round(spec.runTimeoutSeconds * 1_000), MAX_RUN_TIMEOUT_MS),
    quorum: spec.quorum,
    nodes: [...new Set(spec.nodes)],
    user: spec.user ?? null,
    dir: spec.dir ?? null,
    env: spec.env === null ? null : spec.env.variables,
    file: spec.file ?? null,
    capture: spec.captureOutput ?? null,
  };
}

function howManyGoTogether(waiting: readonly NewJob[]): number {
  let nodes = 0;
  let characters = 0;
  const end = waiting.findIndex((job) => {
    nodes += job.nodes.length;
    characters += textLength(job);
    return nodes > MAX_NODES || characters > MAX_CHARACTERS;
  });
  return end === -1 ? waiting.length : end;
}

function holdsNul(spec: JobSpec__Output): boolean {
  return [spec.command, ...spec.nodes, spec.user, spec.dir, spec.file, ...Object.entries(spec.env?.variables ?? {})]
    .flat()
    .some((text) => text?.includes('\0'));
}
