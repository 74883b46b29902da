import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation, type Signer } from './testing/installation.ts';

/** Ten times as many may come within ten seconds. */
const LIMITS = { principalPerSecond: 1, organizationPerSecond: 1.5 };
const MOST = 10;
const MOST_TOGETHER = 15;

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.start({ rateLimits: LIMITS });
});
afterAll(() => installation[Symbol.asyncDispose]());

const jobs = { path: '/organizations/acme/pushy/jobs' };
async function flood(signer: Signer, call: { path: string }, times: number) {
  const answers = [];
  for (let i = 0; i < times; i++) answers.push(await installation.sendAs(signer, call));
  return answers;
}

describe('who sends too many requests', () => {
  it('is told when to try again, while others of the organization are served until it has used up its own', async () => {
    const answers = await flood(installation.admin, jobs, MOST + 1);
    expect(answers.slice(0, MOST).map(({ status }) => status)).toEqual(Array(MOST).fill(200));
    const [refused] = answers.slice(MOST);
    expect(refused?.status).toBe(429);
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused?.json).toEqual({
      error: `user 'admin' sends too many requests; try again in ${refused?.headers['retry-after']} s`,
    });

    const others = await flood(installation.user, jobs, MOST_TOGETHER - MOST + 1);
    expect(others.map(({ status }) => status)).toEqual([...Array<number>(MOST_TOGETHER - MOST).fill(200), 429]);
    expect(JSON.stringify(others.at(-1)?.json)).toMatch(/organization 'acme' sends too many/);
  });

  it('keeps no node from its configuration', async () => {
    const { status } = await installation.sendAs(installation.node, {
      path: `/organizations/acme/pushy/config/node1?ccpk=${encodeURIComponent('o&YF)^<jxO}o5ot>@FGaM7tcZ=ccA+XP>YC=6ua{')}`,
    });
    expect(status).toBe(200);
  });

  it('takes nothing from others by forging their name', async () => {
    installation.services.organizations.add('globex');
    const owner = installation.register('globex', 'user', 'owner');
    const forger = { name: 'owner', key: installation.admin.key };
    const theirs = { path: '/organizations/globex/pushy/jobs' };
    const forged = await flood(forger, theirs, MOST_TOGETHER + 1);
    expect(new Set(forged.map(({ status }) => status))).toEqual(new Set([401]));
    expect((await installation.sendAs(owner, theirs)).status).toBe(200);
  });
});
