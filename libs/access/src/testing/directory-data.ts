import { generateKeyPairSync, type KeyObject } from 'node:crypto';

interface OrganizationData {
  readonly guid: string;
  readonly members: readonly string[];
  /** Clients and their keys. */
  readonly clients: Readonly<Record<string, readonly string[]>>;
  readonly groups: Readonly<Record<string, GroupData>>;
}

interface GroupData {
  readonly users?: readonly string[];
  readonly clients?: readonly string[];
  readonly groups?: readonly string[];
}

/** What every directory of the suite holds. Keys are PEM texts. */
export interface DirectoryData {
  readonly organizations: Readonly<Record<string, OrganizationData>>;
  readonly users: Readonly<Record<string, readonly string[]>>;
}

const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const PAIRS = { old: newKeys(), current: newKeys(), twinUser: newKeys(), twinClient: newKeys() };

const pem = (name: keyof typeof PAIRS, type: 'spki' | 'pkcs1' = 'spki'): string =>
  String(PAIRS[name].publicKey.export({ type, format: 'pem' }));

export const privateKey = (name: keyof typeof PAIRS): KeyObject => PAIRS[name].privateKey;

/**
 * In `acme`: alice has two keys and writes by way of groups that contain each other; `twin` is a user who does not belong
 * there and a client who does; node1 reads nothing in particular. `umbrella` has a group of the same name as acme's.
 */
export const DATA: DirectoryData = {
  organizations: {
    acme: {
      guid: 'a'.repeat(32),
      members: ['alice', 'carol'],
      clients: { node1: ['no key at all', pem('current', 'pkcs1')], twin: [pem('twinClient')] },
      groups: {
        pushy_job_writers: { groups: ['ops', 'gone'] },
        ops: { groups: ['night-shift', 'pushy_job_writers'] },
        'night-shift': { users: ['alice'], clients: ['twin'], groups: ['ops'] },
      },
    },
    umbrella: { guid: 'b'.repeat(32), members: [], clients: {}, groups: { ops: { users: ['carol'] } } },
  },
  users: {
    alice: [pem('old'), pem('current', 'pkcs1')],
    carol: [pem('current')],
    twin: [pem('twinUser')],
  },
};
