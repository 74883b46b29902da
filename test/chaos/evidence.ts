import { EventSourceParserStream } from 'eventsource-parser/stream';
import { setTimeout as pause } from 'node:timers/promises';
import { SignedClient } from '../support/signed-client.ts';
import { isFinal } from './checker/endings.ts';
import { read } from './checker/events.ts';
import type { AcceptedJob, FinalJob, LostNode, OutputRead, SeenEvent } from './history.ts';
import type { Generator } from './load/generator.ts';
import { TENANTS } from './tenants.ts';

/** Promise 1: so long after the last fault has been healed every job has ended. */
const ENDS_WITHIN_MS = 60_000;
/** An agent that was turned away waits for up to half a minute before it asks again. */
const BACK_WITHIN_MS = 45_000;
const AT_ONCE = 8;
const READ_WITHIN_MS = 15_000;
/** An organization's feed that says nothing for so long has been told: it has no end. */
const SILENCE_MS = 5_000;

/** The jobs as they are once they have ended, or when the time is up. */
export async function finalJobs(generator: Generator, quietMs: number): Promise<Map<string, FinalJob>> {
  const finals = new Map<string, FinalJob>();
  const end = quietMs + ENDS_WITHIN_MS;
  await inParallel(generator.jobs, async (job) => {
    for (;;) {
      const final = await finalJob(generator, job);
      if (final !== undefined) finals.set(job.id, final);
      if (Date.now() > end || (final !== undefined && isFinal(final.status))) return;
      await pause(1_000);
    }
  });
  return finals;
}

async function finalJob(generator: Generator, { id, plan }: AcceptedJob): Promise<FinalJob | undefined> {
  const recorder = generator.recorder(plan.organization);
  const { status, text } = await recorder.insist(`jobs/${id}`, Date.now() + READ_WITHIN_MS);
  if (status !== 200) return undefined;
  const job = JSON.parse(text) as { status: string; nodes: Record<string, string[]> }; // wire contract section 3
  const nodes = Object.entries(job.nodes).flatMap(([of, names]) => names.map((node) => [node, of] as const));
  return { id, status: job.status, nodes: new Map(nodes) };
}

/** Nodes that are not available though they had the same time. */
export async function lostNodes(generator: Generator, quietMs: number): Promise<LostNode[]> {
  for (;;) {
    const lost = await notAvailable(generator);
    if (lost.length === 0 || Date.now() > quietMs + BACK_WITHIN_MS) return lost;
    await pause(500);
  }
}

async function notAvailable(generator: Generator): Promise<LostNode[]> {
  const lost = TENANTS.map(async ({ organization, nodes }) => {
    const { status, text } = await generator.recorder(organization).ask('GET', 'node_states');
    const states = (status === 200 ? JSON.parse(text) : []) as { node_name: string; availability: string }[]; // wire contract section 3
    const available = new Set(states.filter((one) => one.availability === 'available').map((one) => one.node_name));
    return nodes.filter((node) => !available.has(node)).map((node) => ({ organization, node }));
  });
  return (await Promise.all(lost)).flat();
}

/** Output of every node whose result the server has: it was acknowledged before. */
export async function outputsOf(
  generator: Generator,
  finals: ReadonlyMap<string, FinalJob>,
  log: ReadonlyMap<string, readonly SeenEvent[]>,
): Promise<OutputRead[]> {
  const wanted = generator.jobs.flatMap(({ id, plan }) => {
    const failed = new Set((log.get(id) ?? []).filter(isFailure).map((event) => read(event)['node']));
    const nodes = [...(finals.get(id)?.nodes ?? [])].filter(
      ([node, status]) => status === 'succeeded' || (status === 'failed' && failed.has(node)),
    );
    const channels = ['stdout', 'stderr'] as const;
    return nodes.flatMap(([node]) => channels.map((channel) => ({ id, plan, node, channel })));
  });
  const reads: OutputRead[] = [];
  await inParallel(wanted, async ({ id, plan, node, channel }) => {
    const recorder = generator.recorder(plan.organization);
    const { status, text } = await recorder.insist(
      `jobs/${id}/output/${node}/${channel}`,
      Date.now() + READ_WITHIN_MS,
      [404],
    );
    reads.push({ jobId: id, node, channel, status: status ?? 0, body: text });
  });
  return reads;
}

const isFailure = (event: SeenEvent): boolean => event.event === 'run_complete' && read(event)['status'] === 'failure';

/** The event log, as a feed service tells it that nobody has disturbed. */
export async function eventLog(origin: string, keyOf: (user: string) => string, jobs: readonly AcceptedJob[]) {
  const clients = new Map(
    TENANTS.map(({ organization, user }) => [organization, new SignedClient(origin, user, keyOf(user))]),
  );
  const log = new Map<string, SeenEvent[]>();
  await inParallel(jobs, async ({ id, plan: { organization } }) => {
    const client = clients.get(organization);
    const path = `/organizations/${organization}/pushy/job_status_feed/${id}`;
    const events =
      client === undefined ? undefined : await play(client, path, {}, READ_WITHIN_MS).catch(() => undefined);
    if (events !== undefined) log.set(id, events);
  });
  const organizationLogs = new Map<string, SeenEvent[]>();
  for (const [organization, client] of clients) {
    const path = `/organizations/${organization}/pushy/job_status_feed`;
    const events = await play(client, path, { 'Last-Event-ID': 'unknown' }, SILENCE_MS);
    const told = events.filter(({ event }) => event !== 'start_of_history');
    organizationLogs.set(organization, told);
  }
  return { log, organizationLogs };
}

/** Reads until the end, or until nothing comes any more: a stuck job's feed does not end either. */
async function play(
  client: SignedClient,
  path: string,
  headers: Record<string, string>,
  silenceMs: number,
): Promise<SeenEvent[]> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silenceMs);
  const events: SeenEvent[] = [];
  try {
    const accept = { Accept: 'text/event-stream', ...headers };
    const response = await client.request('GET', path, undefined, accept, silence.signal);
    if (!response.ok || response.body === null) throw new Error(`the feed answered ${response.status}`);
    const stream = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    for await (const { id = '', event = '', data } of stream) {
      timer.refresh();
      events.push({ id, event, data });
    }
  } catch (error) {
    if (!silence.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
  return events;
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
