import { describe, expect, it } from 'vitest';
import type { History, SeenEvent } from '../history.ts';
import { check } from './check.ts';
import {
  cleanHistory,
  connection,
  ended,
  JOB,
  LOG,
  ORGANIZATION_LOG,
  planned,
  START_MS,
  watch,
} from './clean-history.fixture.ts';

/** What the checker says of a history that differs from a clean one. */
const found = (changes: Partial<History>): string[] =>
  check({ ...cleanHistory(), ...changes }).map(({ promise, what }) => `${promise}: ${what}`);

const only = (text: string) => [expect.stringContaining(text) as string]; // vitest types its matchers as any
const { journal, outputs, exchanges, vitals } = cleanHistory();
const both = (status: string) => ({ a: status, b: status });
const logged = (log: readonly SeenEvent[]) => ({ log: new Map([[JOB, log]]), watches: [] });

describe('the checker', () => {
  it('finds nothing where every promise was kept', () => {
    expect(found({})).toEqual([]);
  });
});

describe('a job that was answered with 201', () => {
  it('must be there', () => {
    expect(found({ finals: new Map() })).toEqual(only('every 201 ends: the job is not there any more'));
  });

  it('must end', () => {
    const stuck = { ...ended('voting', both('new')), ...logged(LOG.slice(0, 1)), organizationLogs: new Map() };
    expect(found({ ...stuck, journal: [] })).toContain('every 201 ends: the job is still voting');
  });

  it('must end with all its nodes', () => {
    expect(found(ended('complete', { a: 'succeeded' }))).toContain('every 201 ends: the job has lost its nodes b');
    expect(found(ended('complete', { a: 'succeeded', b: 'running' }))).toContain(
      'every 201 ends: the job is complete, and these nodes are not: b',
    );
  });
});

describe('a node', () => {
  it('must not start a job twice', () => {
    expect(found({ journal: [...journal, ...journal.slice(0, 1)] })).toEqual(only('red/a started it 2 times'));
  });

  it('must not be said to have succeeded where its command did not end', () => {
    expect(found({ journal: journal.slice(0, 3) })).toEqual(
      only('b is succeeded: its command has not come to its end'),
    );
  });

  it('must not be said to have succeeded where its command failed', () => {
    const work = { seconds: 1, exitCode: 3, bytes: 100 };
    expect(found(planned({ work }))).toHaveLength(2);
  });

  it('must not be said to have failed where its command succeeded', () => {
    const log = LOG.map((event) => ({ ...event, data: event.data.replace('"success"', '"failure"') }));
    const wrongs = found({ ...ended('complete', both('failed')), ...logged(log) });
    expect(wrongs).toContain('statuses agree with the journals: a is failed: its command ended with 0');
  });

  it.each(['nacked', 'unavailable', 'was_ready'])(
    'must not be said to be %s where its command was started',
    (status) => {
      const wrongs = found(ended('complete', { a: 'succeeded', b: status }));
      expect(wrongs).toContain(`statuses agree with the journals: b is ${status}: its command was started`);
    },
  );

  it.each(['crashed', 'timed_out'])('may have started its command, or not, where it is said to be %s', (status) => {
    const wrongs = found(ended('complete', { a: 'succeeded', b: status }));
    expect(wrongs.filter((what) => what.startsWith('statuses agree'))).toEqual([]);
  });

  it('must become available again', () => {
    const lostNodes = [{ organization: 'red', node: 'a' }];
    expect(found({ lostNodes })).toEqual(only('red/a did not become available again'));
  });

  it('must not run the job of another organization', () => {
    const strayed = journal.map((line) => ({ ...line, organization: 'blue' }));
    expect(found({ journal: [...journal, ...strayed] })).toContain(
      'organizations are apart: blue/a ran a job of red for a, b',
    );
  });
});

describe('an event log', () => {
  it('must have no gap', () => {
    expect(found(logged(LOG.filter((_, i) => i !== 4)))).toEqual(only('job-6 comes after job-4'));
  });

  it('must begin with start, and be there', () => {
    expect(found(logged(LOG.slice(1)))).toEqual([
      'feeds have no holes: the event log: it begins with job-2',
      'feeds have no holes: the event log: its first event is quorum_vote',
    ]);
    expect(found({ log: new Map(), watches: [] })).toEqual(only('it could not be played'));
  });

  it('must end once, with the status of the job', () => {
    expect(found(logged(LOG.slice(0, -1)))).toEqual(only('it has 0 times job_complete'));
    expect(found(ended('timed_out', both('succeeded')))).toEqual(
      only('it ends with complete, and the job is timed_out'),
    );
  });

  it('must have times that grow', () => {
    const log = LOG.map((event, i) => (i === 5 ? { ...event, data: event.data.replace('000006', '000005') } : event));
    expect(found(logged(log))).toEqual(only('the time of job-6 is not after that of job-5'));
  });

  it('must tell of those that succeeded, and of nobody else', () => {
    expect(found(ended('complete', { a: 'succeeded', b: 'crashed' }))).toEqual(
      only('success was told of a,b, and a succeeded'),
    );
  });
});

describe('a watcher', () => {
  it('must not miss an event', () => {
    const watches = [watch([connection(LOG.slice(0, 4)), connection(LOG.slice(5), 'job-4')])];
    expect(found({ watches })).toEqual(only('job-6 (run_start) comes after number 4, from feed-1 asked with job-4'));
  });

  it('must not see an event twice', () => {
    const watches = [watch([connection(LOG.slice(0, 4)), connection(LOG, 'job-4')])];
    expect(found({ watches })).toEqual(only('job-1 (start) comes after number 4'));
  });

  it('must see what the log has', () => {
    const other = LOG.map((event, i) =>
      i === 6 ? { ...event, data: event.data.replace('success', 'crashed') } : event,
    );
    expect(found({ watches: [watch([connection(other)])] })).toEqual(only('job-7, seen at feed-1, is run_complete'));
    expect(found({ log: new Map([[JOB, LOG.slice(0, -1)]]) })).toContain(
      'feeds have no holes: a watcher of the job: job-9 (job_complete), seen at feed-1, is not in the log',
    );
  });

  it('must come to the end of a job', () => {
    const watches = [watch([connection(LOG.slice(0, 4))], { finished: false })];
    expect(found({ watches })).toEqual(only('it never came to the end of the feed'));
  });

  it('must get a summary only where it has seen nothing', () => {
    const summary = { id: 'job-10', event: 'summary', data: '{}' };
    expect(found({ watches: [watch([connection(LOG.slice(0, 2)), connection([summary], 'job-2')])] })).toEqual(
      only('a summary came to somebody who had seen number 2'),
    );
  });

  it('of an organization must not be told that what is seconds old is gone', () => {
    const horizon = { id: 'org-1', event: 'start_of_history', data: '{"timestamp":"2026-11-22 04:59:00.000000Z"}' };
    const events = [3, 4].map((number) => ({
      ...{ id: `org-${number}`, event: 'start' },
      data: `{"timestamp":"2026-11-22 04:59:59.00000${number}Z","job":"x${number}"}`,
    }));
    const watches = [watch([connection([horizon, ...events], 'org-1')], { jobId: undefined })];
    const wrongs = found({ watches, organizationLogs: new Map([['red', events]]) });
    expect(wrongs).toEqual(only('start_of_history, though what is missing is only 1 s old'));
  });
});

describe('the feed of an organization', () => {
  it('must have no gap and tell nothing twice', () => {
    const [first, second] = ORGANIZATION_LOG;
    const again = [first, { ...second, id: 'org-3' }].filter((event): event is SeenEvent => event?.id !== undefined);
    const repeated = ORGANIZATION_LOG.map((event) => ({
      ...event,
      id: event.id.replace(/\d/, (digit) => String(Number(digit) + 2)),
      data: event.data.replace(/\.00000(\d)/, '.10000$1'),
    }));
    const watches: History['watches'] = [];
    expect(found({ watches, organizationLogs: new Map([['red', again]]) })).toEqual(only('org-3 comes after org-1'));
    expect(found({ watches, organizationLogs: new Map([['red', [...ORGANIZATION_LOG, ...repeated]]]) })).toEqual([
      expect.stringContaining(`start of job ${JOB} is told 2 times`),
      expect.stringContaining(`job_complete of job ${JOB} is told 2 times`),
    ]);
  });

  it('must not tell of the jobs of another', () => {
    expect(found({ organizationLogs: new Map([['blue', ORGANIZATION_LOG]]), watches: [] })).toEqual(
      only('the feed of blue tells of a job of red'),
    );
  });
});

describe('output', () => {
  const changed = (changes: object): Partial<History> => ({
    outputs: outputs.map((output, i) => (i === 0 ? { ...output, ...changes } : output)),
  });

  it('must be there where the server has the result', () => {
    expect(found(changed({ status: 404 }))).toEqual(only('stdout of a: answered 404'));
  });

  it('must be there to the last byte', () => {
    expect(found(changed({ body: outputs[0]?.body.slice(0, -1) }))).toEqual(only('99 bytes that are not the 100'));
  });

  it('must not be there where nobody asked for it', () => {
    expect(found(planned({ capture: false }))).toHaveLength(2);
  });
});

describe('an answer', () => {
  const answered = (changes: object): Partial<History> => ({
    exchanges: exchanges.map((exchange, i) => (i === 1 ? { ...exchange, ...changes } : exchange)),
  });

  it('must not be 5xx outside of an outage', () => {
    expect(found(answered({ atMs: START_MS + 9_000 }))).toEqual(only('GET /jobs was answered 503'));
  });

  it('must not be 4xx, whatever is broken', () => {
    expect(found(answered({ status: 404 }))).toEqual(only('GET /jobs was answered 404'));
  });
});

describe('an organization', () => {
  it('must not be shown what belongs to another', () => {
    const trespasses = [{ atMs: START_MS, as: 'bob', path: `/organizations/blue/pushy/jobs/${JOB}`, status: 200 }];
    expect(found({ trespasses })).toEqual(only('bob was answered 200'));
  });

  it('must not find the jobs of another in its list', () => {
    expect(found({ listings: [{ organization: 'blue', ids: [JOB] }] })).toEqual(
      only('the list of blue has a job of red'),
    );
  });
});

describe('a process', () => {
  it('must not take more and more memory', () => {
    const growing = vitals.map((sign, i) => ({ ...sign, residentBytes: sign.residentBytes + 4e6 * i }));
    expect(found({ vitals: growing })).toEqual(only('feed-1 went from'));
  });

  it('must not take more and more descriptors', () => {
    const growing = vitals.map((sign, i) => ({ ...sign, descriptors: sign.descriptors + 10 * i }));
    expect(found({ vitals: growing })).toEqual(only('descriptors'));
  });

  it('must not take more descriptors than a broker to which all nodes come', () => {
    const grown = (by: number) =>
      vitals.map((sign, i) => ({ ...sign, process: 'broker-2', descriptors: sign.descriptors + (i < 40 ? 0 : by) }));
    expect(found({ vitals: grown(80) })).toEqual([]);
    expect(found({ vitals: grown(180) })).toEqual(only('descriptors'));
  });

  it('must not end by itself', () => {
    const unaskedEnds = [{ process: 'broker-2', atMs: START_MS }];
    expect(found({ unaskedEnds })).toEqual(only('broker-2 ended by itself'));
  });
});
