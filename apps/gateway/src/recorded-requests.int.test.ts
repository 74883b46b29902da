import type { Job } from '@push-jobs/contracts';
import type { SigningVersion } from '@push-jobs/protocol';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation } from './testing/installation.ts';

interface Recording {
  readonly name: string;
  readonly user: 'admin' | 'node1';
  readonly sign_version: SigningVersion;
  readonly request: { method: string; target: string; headers: [string, string][]; body_b64: string };
}

/** What knife and the stock client sent to another server; here signed anew, since those signatures have grown old. */
const folder = new URL('../../../libs/protocol/vectors/http/', import.meta.url);
const recordings = readdirSync(folder)
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Recording) // written by the recorder
  .filter(({ request }) => !request.target.includes('/search/')); // see chef-api/search.int.test.ts

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.start();
  const ids = new Set(recordings.flatMap(({ request }) => /\/jobs\/([0-9a-f]{32})/.exec(request.target)?.[1] ?? []));
  ids.delete('0'.repeat(32));
  for (const jobId of ids) {
    const nodes = [{ node: 'node1', status: 'failed' }];
    const job: Job = { jobId, organization: 'acme', status: 'complete', nodes, spec: { command: 'errout' } };
    installation.services.jobs.push(job);
    installation.services.outputs.set(`${jobId}/node1/stdout`, [Buffer.from('to-stdout\n')]);
    installation.services.outputs.set(`${jobId}/node1/stderr`, [Buffer.from('to-stderr\n')]);
  }
});
afterAll(() => installation[Symbol.asyncDispose]());

// Vitest types its matchers as `any`.
const SENTENCE: unknown = expect.any(String);
const NODE: unknown = expect.stringMatching(/^node\d$/);
const JOB_URI: unknown = expect.stringMatching(/^http:\/\/[\w.:]+\/organizations\/acme\/pushy\/jobs\/[0-9a-f]{32}$/);

/** What the contract says about each kind of recorded call; the first row that fits counts. */
const EXPECTED: readonly { target: RegExp; method: string; status: number; json?: unknown; text?: RegExp }[] = [
  { method: 'GET', target: /\/config\//, status: 200, json: expect.objectContaining({ type: 'config' }) },
  { method: 'GET', target: /\/node_states$/, status: 200, json: [] },
  {
    method: 'GET',
    target: /\/node_states\/node\d$/,
    status: 200,
    json: { node_name: NODE, status: 'offline', availability: 'unavailable' },
  },
  {
    method: 'POST',
    target: /\/jobs$/,
    status: 201,
    json: { uri: JOB_URI },
  },
  {
    method: 'GET',
    target: /\/jobs$/,
    status: 200,
    json: expect.arrayContaining([expect.objectContaining({ status: 'complete' })]),
  },
  { method: 'GET', target: /\/jobs\/0{32}$/, status: 404, json: { error: SENTENCE } },
  {
    method: 'GET',
    target: /\/jobs\/[0-9a-f]{32}$/,
    status: 200,
    json: expect.objectContaining({ nodes: { failed: ['node1'] } }),
  },
  { method: 'GET', target: /\/output\/node9\//, status: 404, json: { error: SENTENCE } },
  { method: 'GET', target: /\/output\//, status: 200, text: /^to-std(out|err)\n$/ },
];

describe('stock programs', () => {
  it('were recorded', () => {
    expect(recordings.length).toBeGreaterThan(75);
  });

  it.each(recordings)('$name gets what the contract promises', async ({ user, sign_version, request }) => {
    const expected = EXPECTED.find(({ method, target }) => method === request.method && target.test(targetOf(request)));
    const { method, target: path } = request;
    const kept = request.headers.filter(([name]) => !/^(x-ops-(?!server)|connection|content-length)/i.test(name));
    const call = { method, path, headers: Object.fromEntries(kept), body: Buffer.from(request.body_b64, 'base64') };
    const answer = await installation.sendAs(
      user === 'admin' ? installation.admin : installation.node,
      call,
      sign_version,
    );
    expect(answer.status).toBe(expected?.status);
    if (expected?.json !== undefined) expect(answer.json).toEqual(expected.json);
    if (expected?.text !== undefined) expect(answer.body.toString()).toMatch(expected.text);
  });

  const targetOf = ({ target }: Recording['request']): string => target.split('?')[0] ?? '';
});
