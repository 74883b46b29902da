import { StandInChefServer, testCertificates } from '@push-jobs/testing';
import { generateKeyPairSync } from 'node:crypto';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DirectoryData } from '../testing/directory-data.ts';
import { DATA } from '../testing/directory-data.ts';
import { describeDirectory, TTL_MS } from '../testing/directory.suite.ts';
import { ChefInfraServer, type ChefInfraServerSettings } from './chef-infra-server.ts';
import { ChefServerEvents } from './events.ts';

const superuser = generateKeyPairSync('rsa', { modulusLength: 2048 });
const certificates = await testCertificates();
const strangers = await testCertificates();

type Options = Partial<ChefInfraServerSettings>;

function settings(chef: StandInChefServer, options: Options): ChefInfraServerSettings {
  return {
    ...{ url: chef.url, ca: certificates.ca, superuser: 'pivotal', key: superuser.privateKey, signingVersion: '1.3' },
    ...{ timeoutMs: 20_000, ttlMs: TTL_MS, negativeTtlMs: TTL_MS, faults: 3, pauseMs: 5_000 },
    ...options,
  };
}

function fill({ data }: StandInChefServer, { organizations, users }: DirectoryData): void {
  data.users.set('pivotal', [String(superuser.publicKey.export({ type: 'spki', format: 'pem' }))]);
  for (const [name, keys] of Object.entries(users)) data.users.set(name, [...keys]);
  for (const [name, { guid, members, clients, groups }] of Object.entries(organizations)) {
    const organization = data.addOrganization(name, guid);
    for (const member of members) organization.members.add(member);
    for (const [client, keys] of Object.entries(clients)) organization.clients.set(client, [...keys]);
    for (const [group, members] of Object.entries(groups)) organization.groups.set(group, members);
  }
}

describeDirectory('a Chef Infra Server', async (data, nowMs) => {
  const chef = await StandInChefServer.start(certificates);
  fill(chef, data);
  const directory = new ChefInfraServer(settings(chef, {}), new ChefServerEvents(new Registry()), nowMs);
  return {
    directory,
    questions: () => chef.received.length,
    goAway: () => chef.goAway(),
    [Symbol.asyncDispose]: async () => {
      directory.onApplicationShutdown();
      await chef.goAway();
    },
  };
});

describe('a Chef Infra Server', () => {
  let chef: StandInChefServer;
  let metrics: Registry;
  let now: number;
  const opened: ChefInfraServer[] = [];
  beforeEach(async () => {
    now = Date.now();
    metrics = new Registry();
    chef = await StandInChefServer.start(certificates);
    fill(chef, DATA);
  });
  afterEach(async () => {
    for (const directory of opened.splice(0)) directory.onApplicationShutdown();
    await chef[Symbol.asyncDispose]();
  });

  function open(options: Options = {}): ChefInfraServer {
    metrics.clear();
    const directory = new ChefInfraServer(settings(chef, options), new ChefServerEvents(metrics), () => now);
    opened.push(directory);
    return directory;
  }
  const outage = () => ({ kind: 'upstream', message: `Failed to connect to ${chef.url.origin}`, asList: true });
  const metric = async (name: string, outcome?: string): Promise<number | undefined> =>
    (await metrics.getSingleMetric(name)?.get())?.values.find(({ labels }) => labels['outcome'] === outcome)?.value;

  describe('is asked', () => {
    it.each(['1.1', '1.3'] as const)('as its superuser, signed in version %s', async (signingVersion) => {
      expect(await open({ signingVersion }).organization('acme')).toMatchObject({ name: 'acme' });
      expect(chef.received[0]?.headers).toMatchObject({
        ...{ 'x-ops-userid': 'pivotal', 'x-ops-server-api-version': '1', accept: 'application/json' },
        'x-ops-sign': expect.stringContaining(`version=${signingVersion}`) as unknown,
      });
    });

    it('in version 0 of its API where it knows no other, and then tells of one key', async () => {
      chef.newestApiVersion = 0;
      expect(await open().principals('acme', 'alice')).toMatchObject([{ name: 'alice', keys: [{ type: 'public' }] }]);
      expect(chef.received.map(({ headers }) => headers['x-ops-server-api-version'])).toEqual(['1', '0']);
    });

    it('over few connections, which are kept, however many questions there are', async () => {
      const directory = open();
      const names = Array.from({ length: 500 }, (_, index) => `node-${index}`);
      await Promise.all(names.map((name) => directory.principals('acme', name)));
      expect(chef.received).toHaveLength(500);
      expect(new Set(chef.received.map(({ port }) => port)).size).toBeLessThanOrEqual(32);
    });

    it('again, on a new connection, when it has closed the one that was kept', async () => {
      const directory = open();
      await directory.organization('acme');
      chef.cutsNextRequest = true;
      expect(await directory.organization('umbrella')).toMatchObject({ name: 'umbrella' });
      expect(chef.count('/organizations/umbrella')).toBe(2);
    });

    it('nothing about names that it cannot have', async () => {
      const directory = open();
      await directory.principals('acme', '../../umbrella');
      await directory.group('acme/groups', 'ops');
      expect(chef.received).toEqual([]);
    });
  });

  it('may be remembered longer for what it knows than for what it does not know', async () => {
    const directory = open({ ttlMs: 10_000, negativeTtlMs: 2_000 });
    const ask = () => Promise.all([directory.principals('acme', 'alice'), directory.principals('acme', 'nobody')]);
    await ask();
    now += 2_000;
    await ask();
    expect(chef.count('/organizations/acme/principals/alice')).toBe(1);
    expect(chef.count('/organizations/acme/principals/nobody')).toBe(2);
    now += 8_000;
    await ask();
    expect(chef.count('/organizations/acme/principals/alice')).toBe(2);
  });

  it('is not believed when another authority vouches for it', async () => {
    await expect(open({ ca: strangers.ca }).organization('acme')).rejects.toMatchObject(outage());
    await expect(open({ ca: undefined }).organization('acme')).rejects.toMatchObject(outage());
    expect(chef.received).toEqual([]);
  });

  it.each([500, 502, 503, 429, 401, 403, 302, 'cut'] as const)(
    'is away for callers when it answers %s',
    async (trouble) => {
      chef.trouble = trouble;
      const directory = open();
      await expect(directory.principals('acme', 'alice')).rejects.toMatchObject(outage());
      chef.trouble = undefined;
      expect(await directory.principals('acme', 'alice')).toHaveLength(1);
    },
  );

  it('is away for callers when it does not answer in time', async () => {
    chef.trouble = 'silence';
    await expect(open({ timeoutMs: 100 }).organization('acme')).rejects.toMatchObject(outage());
  });

  it('is away for callers when something else answers in its place', async () => {
    chef.trouble = 200;
    await expect(open().principals('acme', 'alice')).rejects.toMatchObject(outage());
  });

  describe('that is away', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const askAll = async (directory: ChefInfraServer): Promise<void> => {
      for (const name of names) await expect(directory.organization(name)).rejects.toMatchObject(outage());
    };

    it('is left in peace after some faults, and callers hear at once that it is away', async () => {
      const directory = open();
      chef.trouble = 503;
      await askAll(directory);
      expect(chef.received).toHaveLength(3);
      expect(await metric('push_jobs_chef_server_circuit_open')).toBe(1);
      expect(await metric('push_jobs_chef_server_questions_total', 'failed')).toBe(3);
      expect(await metric('push_jobs_chef_server_questions_total', 'not_asked')).toBe(3);
    });

    it('is tried by one caller after a pause, while others still hear that it is away', async () => {
      const directory = open();
      chef.trouble = 503;
      await askAll(directory);
      now += 5_000;
      await askAll(directory);
      expect(chef.received).toHaveLength(4);
    });

    it('is back with the first answer', async () => {
      const directory = open();
      await chef.goAway();
      await askAll(directory);
      await chef.comeBack();
      await expect(directory.organization('acme')).rejects.toMatchObject(outage());
      now += 5_000;
      expect(await directory.organization('acme')).toMatchObject({ name: 'acme' });
      expect(await Promise.all(names.map((name) => directory.organization(name)))).toEqual(names.map(() => undefined));
      expect(await metric('push_jobs_chef_server_circuit_open')).toBe(0);
    });

    it('is not taken for away because it does not know somebody, or refuses a question', async () => {
      const directory = open();
      for (const name of names) expect(await directory.organization(name)).toBeUndefined();
      chef.trouble = 403;
      await askAll(open());
      expect(chef.received).toHaveLength(2 * names.length);
    });
  });
});
