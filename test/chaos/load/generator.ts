import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../../fuzz/random.ts';
import type { AcceptedJob, Exchange, JobListing, Trespass } from '../history.ts';
import type { Installation } from '../installation.ts';
import { type Tenant, TENANTS } from '../tenants.ts';
import { commandOf, planJob } from './plan.ts';
import { Recorder } from './recorder.ts';
import { Watcher } from './watcher.ts';

/** Between two jobs of one organization. */
const JOB_EVERY_MS = 900;
const READ_EVERY_MS = 700;
const TRESPASS_EVERY_MS = 1_500;
/** 40 characters of Z85 for a key that nobody has. */
const CURVE_KEY = '0'.repeat(40);

/** Everything that people do with the server while it is being broken. */
export class Generator {
  readonly jobs: AcceptedJob[] = [];
  readonly watchers: Watcher[] = [];
  readonly exchanges: Exchange[] = [];
  readonly trespasses: Trespass[] = [];
  readonly listings: JobListing[] = [];
  private readonly following: Promise<void>[] = [];
  private readonly watching = new AbortController();
  private readonly recorders: readonly Recorder[];

  constructor(
    private readonly installation: Installation,
    private readonly random: Random,
  ) {
    setMaxListeners(0, this.watching.signal); // every watcher listens
    this.recorders = TENANTS.map((tenant) => new Recorder(installation, tenant, this.exchanges));
    for (const tenant of TENANTS) this.watch(tenant, undefined);
  }

  recorder(organization: string): Recorder {
    const recorder = this.recorders.find((one) => one.organization === organization);
    if (recorder === undefined) throw new Error(`there is no organization ${organization}`);
    return recorder;
  }

  /** Works until the signal, and then waits for what is under way. */
  async run(signal: AbortSignal): Promise<void> {
    const each = TENANTS.flatMap((tenant, i) => {
      const random = this.fork();
      return [
        this.every(JOB_EVERY_MS * (1 + i), random, signal, () => this.startJob(tenant, random)),
        this.every(READ_EVERY_MS * (1 + i), this.fork(), signal, () => this.read(tenant, random)),
        this.every(TRESPASS_EVERY_MS, this.fork(), signal, () => this.trespass(tenant)),
      ];
    });
    await Promise.all(each);
  }

  /** Gives the watchers of jobs this long to come to the end, and lets everybody go. */
  async finishWatching(withinMs: number): Promise<void> {
    const end = Date.now() + withinMs;
    const behind = (): boolean => this.watchers.some(({ watch }) => watch.jobId !== undefined && !watch.finished);
    while (behind() && Date.now() < end) await pause(200);
    this.watching.abort();
    await Promise.all(this.following);
  }

  private fork(): Random {
    return new Random(this.random.below(2 ** 31));
  }

  /** Requests do not wait for each other: a stuck one must not keep others from being sent. */
  private async every(ms: number, random: Random, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    const underway = new Set<Promise<void>>();
    while (!signal.aborted) {
      await pause(ms * (0.5 + random.next()), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
      const one: Promise<void> = work().finally(() => underway.delete(one));
      underway.add(one);
    }
    await Promise.all(underway);
  }

  private async startJob(tenant: Tenant, random: Random): Promise<void> {
    const plan = planJob(tenant, random);
    const watchers = random.pick([0, 1, 1, 2]);
    const { nodes, quorum, runTimeoutSeconds: run_timeout, capture } = plan;
    const body = { command: commandOf(plan), nodes, quorum, run_timeout, ...(capture ? { capture_output: true } : {}) };
    const { status, text } = await this.recorder(tenant.organization).ask('POST', 'jobs', body);
    if (status !== 201) return; // it may exist all the same, as any request whose answer is lost
    const id = (JSON.parse(text) as { uri: string }).uri.slice(-32); // wire contract section 3
    this.jobs.push({ id, plan, acceptedMs: Date.now() });
    for (let i = 0; i < watchers; i += 1) this.watch(tenant, id);
  }

  private watch(tenant: Tenant, jobId: string | undefined): void {
    const watcher = new Watcher(this.installation, tenant, jobId, this.fork(), this.exchanges);
    this.watchers.push(watcher);
    this.following.push(watcher.follow(this.watching.signal));
  }

  private async read(tenant: Tenant, random: Random): Promise<void> {
    const recorder = this.recorder(tenant.organization);
    const mine = this.jobs.filter(({ plan }) => plan.organization === tenant.organization);
    const job = mine.length === 0 ? undefined : random.pick(mine.slice(-40));
    const kind = random.pick(['job', 'job', 'output', 'list', 'node', 'nodes', 'configuration']);
    const node = random.pick(tenant.nodes);
    switch (kind) {
      case 'list':
        return this.list(recorder);
      case 'node':
        return void (await recorder.ask('GET', `node_states/${node}`));
      case 'nodes':
        return void (await recorder.ask('GET', 'node_states'));
      case 'configuration':
        return void (await recorder.ask('GET', `config/${node}?ccpk=${CURVE_KEY}&version=2.0`));
      case 'job':
        return job === undefined ? undefined : void (await recorder.ask('GET', `jobs/${job.id}`));
      default:
        return job === undefined ? undefined : this.readOutput(recorder, job);
    }
  }

  /** 404 is right as long as there is none. */
  private async readOutput(recorder: Recorder, { id, plan }: AcceptedJob): Promise<void> {
    await recorder.ask('GET', `jobs/${id}/output/${plan.nodes[0]}/stdout`, undefined, [404]);
  }

  private async list(recorder: Recorder): Promise<void> {
    const { status, text } = await recorder.ask('GET', 'jobs');
    if (status !== 200) return;
    const jobs = JSON.parse(text) as { id: string }[]; // wire contract section 3
    this.listings.push({ organization: recorder.organization, ids: jobs.map(({ id }) => id) });
  }

  /** Asks for another organization's job: under one's own organization, and at the other's door. */
  private async trespass(tenant: Tenant): Promise<void> {
    const foreign = this.jobs.filter(({ plan }) => plan.organization !== tenant.organization).at(-1);
    if (foreign === undefined) return;
    const client = this.installation.client(tenant.user);
    const own = `/organizations/${tenant.organization}/pushy`;
    const theirs = `/organizations/${foreign.plan.organization}/pushy`;
    const paths = [
      ...[`${own}/jobs/${foreign.id}`, `${own}/job_status_feed/${foreign.id}`, `${theirs}/jobs/${foreign.id}`],
      ...[`${own}/jobs/${foreign.id}/output/${foreign.plan.nodes[0]}/stdout`, `${theirs}/node_states`],
    ];
    for (const path of paths) {
      const atMs = Date.now();
      const accept = { Accept: '*/*' };
      const response = await client
        .request('GET', path, undefined, accept, AbortSignal.timeout(10_000))
        .catch(() => undefined);
      await response?.body?.cancel().catch(() => undefined);
      this.trespasses.push({ atMs, as: tenant.user, path, status: response?.status });
    }
  }
}
