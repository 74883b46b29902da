import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation } from './testing/installation.ts';

const MAX_BODY_BYTES = 1_000_000;
const JOBS = '/organizations/acme/pushy/jobs';

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.start();
});
afterAll(() => installation[Symbol.asyncDispose]());

const create = (body: string) => installation.sendAs(installation.admin, { method: 'POST', path: JOBS, body });

describe('a job on very many nodes', () => {
  it('passes through with every node as long as its body is no longer than any may be', async () => {
    const nodes = Array.from({ length: 100_000 }, (_, i) => `n${i}`);
    const body = JSON.stringify({ command: 'x', nodes });
    expect(body.length).toBeLessThan(MAX_BODY_BYTES);

    expect((await create(body)).status).toBe(201);
    expect(installation.services.created.at(-1)?.spec?.nodes).toEqual(nodes);
  });

  it('is refused with the limit where it is longer', async () => {
    const nodes = Array.from({ length: 100_000 }, (_, i) => `node-${i}`);
    const { status, json } = await create(JSON.stringify({ command: 'x', nodes }));
    expect([status, json]).toEqual([413, { error: `JSON must be no more than ${MAX_BODY_BYTES} bytes.` }]);
  });
});
