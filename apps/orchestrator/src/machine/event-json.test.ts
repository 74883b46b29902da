import { describe, expect, it } from 'vitest';
import { type Announcement, isForOrganization, jobEventJson, organizationEventRest } from './event-json.ts';

const PLAIN: Announcement = {
  command: 'chef-client',
  runTimeoutMs: 3_600_000,
  quorum: 2,
  nodeCount: 3,
  requestedBy: 'pat',
  user: null,
  dir: null,
  env: null,
  hasFile: false,
  capture: null,
};
const RICH: Announcement = { ...PLAIN, user: 'deploy', dir: '/srv', env: {}, hasFile: true, capture: true };
const MICROS = Date.UTC(2014, 6, 10, 5, 17, 44) * 1_000 + 995_958;
const never = (): never => {
  throw new Error('nobody asked for the job');
};

describe('the JSON of events', () => {
  it('leaves out of a start what was not given', () => {
    expect(jobEventJson({ event: 'start' }, MICROS, () => PLAIN)).toBe(
      '{"timestamp":"2014-07-10 05:17:44.995958Z","command":"chef-client","run_timeout":3600,"quorum":2,' +
        '"node_count":3,"user":"pat","capture":false}',
    );
  });

  it('tells all that was given, an empty environment included', () => {
    expect(jobEventJson({ event: 'start' }, MICROS, () => RICH)).toBe(
      '{"timestamp":"2014-07-10 05:17:44.995958Z","command":"chef-client","run_timeout":3600,"quorum":2,' +
        '"node_count":3,"user":"pat","job_user":"deploy","dir":"/srv","env":{},"file_specified":true,"capture":true}',
    );
  });

  it('names the node before what became of it', () => {
    const stamp = '{"timestamp":"2014-07-10 05:17:44.995958Z"';
    const json = (event: Parameters<typeof jobEventJson>[0]): string => jobEventJson(event, MICROS, never);
    expect(json({ event: 'quorum_vote', status: 'success', node: 'a' })).toBe(
      `${stamp},"node":"a","status":"success"}`,
    );
    expect(json({ event: 'run_complete', status: 'crashed', node: 'a' })).toBe(
      `${stamp},"node":"a","status":"crashed"}`,
    );
    expect(json({ event: 'run_start', node: 'a' })).toBe(`${stamp},"node":"a"}`);
    expect(json({ event: 'rehab', node: 'a' })).toBe(`${stamp},"node":"a"}`);
    expect(json({ event: 'quorum_succeeded' })).toBe(`${stamp}}`);
    expect(json({ event: 'job_complete', status: 'complete' })).toBe(`${stamp},"status":"complete"}`);
  });

  it('says in an organization which job it is, right after the time', () => {
    expect(organizationEventRest('j1', { event: 'job_complete', status: 'timed_out' }, never)).toBe(
      '"job":"j1","status":"timed_out"}',
    );
    expect(organizationEventRest('j1', { event: 'start' }, () => PLAIN)).toMatch(
      /^"job":"j1","command":"chef-client",/,
    );
  });

  it('reaches an organization for the first and the last word of a job only', () => {
    expect(isForOrganization({ event: 'start' })).toBe(true);
    expect(isForOrganization({ event: 'job_complete', status: 'aborted' })).toBe(true);
    expect(isForOrganization({ event: 'quorum_succeeded' })).toBe(false);
    expect(isForOrganization({ event: 'rehab', node: 'a' })).toBe(false);
  });
});
