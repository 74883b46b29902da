import { readSignedHeaders, type RequestToVerify, type SignedHeaders, signRequest } from '@push-jobs/protocol';
import type { KeyObject } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Access } from '../access.ts';
import type { Caller } from '../authentication.ts';
import type { Directory } from '../directory.ts';
import { DATA, type DirectoryData, privateKey } from './directory-data.ts';

/** A directory with something real behind it. */
export interface DirectorySubject extends AsyncDisposable {
  readonly directory: Directory;
  /** How often what is behind it was asked. */
  questions(): number;
  /** What is behind it is away from now on. */
  goAway(): Promise<void>;
}

/** For how long the subject may remember what it found, or did not find. */
export const TTL_MS = 1_000;

/** What holds for every directory. `start` fills one with the data and gives it the clock. */
export function describeDirectory(
  name: string,
  start: (data: DirectoryData, nowMs: () => number) => Promise<DirectorySubject>,
): void {
  let now: number;
  let subject: DirectorySubject;
  let directory: Directory;
  beforeEach(async () => {
    now = Date.now();
    subject = await start(DATA, () => now);
    ({ directory } = subject);
  });
  afterEach(() => subject[Symbol.asyncDispose]());

  describe(`${name}, as a directory`, () => {
    it('knows organizations by their guid', async () => {
      expect(await directory.organization('acme')).toMatchObject({ name: 'acme', guid: 'a'.repeat(32) });
      expect(await directory.organization('nowhere')).toBeUndefined();
    });

    it('knows every key of a principal, and leaves out what is none', async () => {
      const [alice] = await directory.principals('acme', 'alice');
      expect(alice).toMatchObject({ kind: 'user', name: 'alice', orgMember: true });
      expect(alice?.keys.map(({ asymmetricKeyType }) => asymmetricKeyType)).toEqual(['rsa', 'rsa']);
      expect(await directory.principals('acme', 'node1')).toMatchObject([
        { kind: 'client', keys: [{ type: 'public' }] },
      ]);
    });

    it('tells a user from a client of the same name, and who belongs to the organization', async () => {
      const twins = await directory.principals('acme', 'twin');
      expect(twins.map(({ kind, orgMember }) => [kind, orgMember]).sort()).toEqual([
        ['client', true],
        ['user', false],
      ]);
      expect(await directory.principals('umbrella', 'alice')).toMatchObject([{ kind: 'user', orgMember: false }]);
    });

    it.each(['nobody', 'node2', 'pivotal2', '', '.', '..', 'a/b', '../alice', 'alice?', 'alice#', 'alice%00', 'älice'])(
      'knows nobody and nothing called "%s"',
      async (odd) => {
        expect(await directory.principals('acme', odd)).toEqual([]);
        expect(await directory.group('acme', odd)).toBeUndefined();
        expect(await directory.organization(odd)).toBeUndefined();
      },
    );

    it('keeps groups of different organizations apart', async () => {
      const ops = { users: new Set(), clients: new Set(), groups: ['night-shift', 'pushy_job_writers'] };
      expect(await directory.group('acme', 'ops')).toEqual(ops);
      expect(await directory.group('umbrella', 'ops')).toMatchObject({ users: new Set(['carol']) });
      expect(await directory.group('umbrella', 'night-shift')).toBeUndefined();
      expect(await directory.group('nowhere', 'ops')).toBeUndefined();
    });

    describe('decides that', () => {
      it.each([
        ['alice', 'old'],
        ['alice', 'current'],
        ['twin', 'twinClient'],
      ] as const)('%s may write, by the key "%s" and through groups that contain each other', async (who, key) => {
        const caller = await authenticate(directory, who, privateKey(key), now);
        await expect(new Access(directory).authorize(caller, { kind: 'write' })).resolves.toBeUndefined();
      });

      it('carol may read and not write', async () => {
        const carol = await authenticate(directory, 'carol', privateKey('current'), now);
        await expect(new Access(directory).authorize(carol, { kind: 'read' })).resolves.toBeUndefined();
        const refusal = expect.objectContaining({ reason: 'not_permitted' }) as unknown;
        await expect(new Access(directory).authorize(carol, { kind: 'write' })).rejects.toEqual(refusal);
      });

      it.each([
        [
          'a user outside the organization is refused, whatever groups say',
          'twin',
          'twinUser',
          'acme',
          'not_associated',
        ],
        ["somebody with another's key is refused", 'carol', 'old', 'acme', 'bad_signature'],
        ['nobody can be authenticated by that name', 'mallory', 'old', 'acme', 'unknown_principal'],
        ['there is no such organization', 'alice', 'old', 'nowhere', 'unknown_organization'],
      ] as const)('%s', async (_, who, key, organization, reason) => {
        const refusal = expect.objectContaining({ reason }) as unknown;
        await expect(authenticate(directory, who, privateKey(key), now, organization)).rejects.toEqual(refusal);
      });
    });

    it('is asked once by a thousand who want to know the same at the same time', async () => {
      const answers = await Promise.all(Array.from({ length: 1_000 }, () => directory.principals('acme', 'alice')));
      expect(new Set(answers).size).toBe(1);
      expect(subject.questions()).toBe(1);
    });

    it('is asked again when an answer has grown old, be it that there is nobody', async () => {
      const askAll = () => Promise.all([directory.principals('acme', 'alice'), directory.group('acme', 'gone')]);
      await askAll();
      now += TTL_MS - 1;
      await askAll();
      expect(subject.questions()).toBe(2);
      now += 1;
      await askAll();
      expect(subject.questions()).toBe(4);
    });

    it('is asked again at once after it was told to forget', async () => {
      const askAll = () =>
        Promise.all([
          directory.principals('acme', 'alice'),
          directory.group('acme', 'ops'),
          directory.organization('acme'),
        ]);
      await askAll();
      directory.forget();
      await askAll();
      expect(subject.questions()).toBe(6);
    });

    it('never takes an outage for a refusal, nor for what was known before', async () => {
      await directory.principals('acme', 'alice');
      await subject.goAway();
      now += TTL_MS;
      const outage = {
        kind: 'upstream',
        asList: true,
        message: expect.stringMatching(/^Failed to connect to /) as unknown,
      };
      await Promise.all([
        expect(directory.principals('acme', 'alice')).rejects.toMatchObject(outage),
        expect(directory.organization('acme')).rejects.toMatchObject(outage),
        expect(directory.group('acme', 'ops')).rejects.toMatchObject(outage),
      ]);
    });
  });
}

function authenticate(
  directory: Directory,
  userId: string,
  key: KeyObject,
  nowMs: number,
  organization = 'acme',
): Promise<Caller> {
  const path = `/organizations/${organization}/pushy/jobs`;
  const request: RequestToVerify = { method: 'GET', path, body: Buffer.alloc(0) };
  const timestamp = new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const signed = signedHeaders(signRequest({ ...request, userId, timestamp }, key, '1.3'), nowMs);
  return new Access(directory).authenticate(request, signed, organization);
}

function signedHeaders(headers: Record<string, string>, nowMs: number): SignedHeaders {
  const read = readSignedHeaders(headers, nowMs);
  if (!read.ok) throw new Error(`not a signed request: ${read.problem.kind}`);
  return read.value;
}
