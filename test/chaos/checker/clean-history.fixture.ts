import type { AcceptedJob, FeedConnection, History, JobPlan, SeenEvent, Watch } from '../history.ts';
import { expectedOutput } from './outputs.ts';

export const JOB = '0'.repeat(31) + '1';
export const START_MS = Date.parse('2026-11-22T05:00:00Z');
const PLAN: JobPlan = {
  ...{ organization: 'red', nodes: ['a', 'b'], quorum: 2, runTimeoutSeconds: 60, capture: true },
  work: { seconds: 1, exitCode: 0, bytes: 100 },
};

const event = (prefix: string, number: number, name: string, fields: object = {}): SeenEvent => ({
  id: `${prefix}-${number}`,
  event: name,
  data: JSON.stringify({ timestamp: `2026-11-22 05:00:00.${String(number).padStart(6, '0')}Z`, ...fields }),
});

/** The feed of a job that two nodes have run. */
export const LOG: readonly SeenEvent[] = [
  event('job', 1, 'start', { command: 'work 1 0 100' }),
  event('job', 2, 'quorum_vote', { node: 'a', status: 'success' }),
  event('job', 3, 'quorum_vote', { node: 'b', status: 'success' }),
  event('job', 4, 'quorum_succeeded'),
  event('job', 5, 'run_start', { node: 'a' }),
  event('job', 6, 'run_start', { node: 'b' }),
  event('job', 7, 'run_complete', { node: 'a', status: 'success' }),
  event('job', 8, 'run_complete', { node: 'b', status: 'success' }),
  event('job', 9, 'job_complete', { status: 'complete' }),
];

export const ORGANIZATION_LOG: readonly SeenEvent[] = [
  event('org', 1, 'start', { job: JOB }),
  event('org', 2, 'job_complete', { job: JOB, status: 'complete' }),
];

export function connection(events: readonly SeenEvent[], lastEventId?: string): FeedConnection {
  return { to: 'feed-1', openedMs: START_MS, lastEventId, events };
}

export function watch(connections: readonly FeedConnection[], changes: Partial<Watch> = {}): Watch {
  return { organization: 'red', jobId: JOB, connections, finished: true, ...changes };
}

const WATCHES: readonly Watch[] = [
  watch([connection(LOG.slice(0, 4)), connection([], 'job-4'), connection(LOG.slice(4), 'job-4')]),
  watch([connection([event('job', 10, 'summary')])]),
  watch([connection([ORGANIZATION_LOG[1] ?? event('org', 2, '')])], { jobId: undefined, finished: false }),
];

const accepted: AcceptedJob = { id: JOB, plan: PLAN, acceptedMs: START_MS };

/** A history in which every promise was kept: one job, told, run, captured and watched. */
export function cleanHistory(): History {
  return {
    jobs: [accepted],
    finals: new Map([[JOB, { id: JOB, status: 'complete', nodes: new Map(PLAN.nodes.map((n) => [n, 'succeeded'])) }]]),
    log: new Map([[JOB, LOG]]),
    organizationLogs: new Map([['red', ORGANIZATION_LOG]]),
    watches: WATCHES,
    journal: PLAN.nodes.flatMap((node) => [
      { organization: 'red', node, what: 'start', jobId: JOB, exitCode: undefined } as const,
      { organization: 'red', node, what: 'end', jobId: JOB, exitCode: 0 } as const,
    ]),
    outputs: PLAN.nodes.map((node) => ({
      ...{ jobId: JOB, node, channel: 'stdout', status: 200 },
      body: expectedOutput(JOB, node, 'stdout', PLAN),
    })),
    exchanges: [
      { atMs: START_MS, tookMs: 10, organization: 'red', method: 'POST', path: '/jobs', status: 201 },
      { atMs: START_MS + 5_000, tookMs: 10, organization: 'red', method: 'GET', path: '/jobs', status: 503 },
      { atMs: START_MS + 60_000, tookMs: 10, organization: 'red', method: 'GET', path: '/jobs', status: undefined },
    ],
    trespasses: [{ atMs: START_MS, as: 'bob', path: `/organizations/blue/pushy/jobs/${JOB}`, status: 404 }],
    listings: [{ organization: 'red', ids: [JOB] }],
    outages: [{ fromMs: START_MS + 4_000, untilMs: START_MS + 6_000, why: 'SIGKILL gateway-1' }],
    vitals: Array.from({ length: 60 }, (_, i) => ({
      ...{ process: 'feed-1', life: 1, atMs: START_MS + 3_000 * i },
      ...{ residentBytes: 150e6 + 5e6 * (i % 7), descriptors: 60 + (i % 5) },
    })),
    unaskedEnds: [],
    lostNodes: [],
  };
}

/** Changes the plan of the one job. */
export const planned = (changes: Partial<JobPlan>): Pick<History, 'jobs'> => ({
  jobs: [{ ...accepted, plan: { ...PLAN, ...changes } }],
});

/** Changes what the one job came to. */
export const ended = (status: string, nodes: Record<string, string>): Pick<History, 'finals'> => ({
  finals: new Map([[JOB, { id: JOB, status, nodes: new Map(Object.entries(nodes)) }]]),
});
