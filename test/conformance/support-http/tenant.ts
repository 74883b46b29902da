import { eventually } from '@push-jobs/local';
import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import type { Answer } from './answer.ts';
import { administer } from './directory.ts';
import { Principal } from './principal.ts';

export interface JobJson {
  readonly id: string;
  readonly status: string;
  readonly updated_at: string;
  readonly nodes: Readonly<Record<string, readonly string[]>>;
}

interface Members {
  readonly users?: readonly string[];
  readonly clients?: readonly string[];
  readonly groups?: readonly string[];
}

export interface TenantSettings {
  /** Users who belong to the organization. They are the installation's: their names carry the organization's. */
  readonly users?: readonly string[];
  /** Users who exist without belonging here. */
  readonly outsiders?: readonly string[];
  readonly clients?: readonly string[];
  /** Members by the names above. */
  readonly groups?: Readonly<Record<string, Members>>;
}

const newKeys = promisify(generateKeyPair);

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const rsaKeys = (): Promise<KeyPair> => newKeys('rsa', { modulusLength: 2048 });

export const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

/** An organization of a test file's own, with everybody in it. */
export class Tenant {
  private constructor(
    readonly organization: string,
    private readonly principals: ReadonlyMap<string, Principal>,
  ) {}

  static async create(organization: string, settings: TenantSettings): Promise<Tenant> {
    const { users = [], outsiders = [], clients = [], groups = {} } = settings;
    const everybody = [...users, ...outsiders, ...clients];
    const fullName = (name: string) => (clients.includes(name) ? name : `${organization}-${name}`);
    const keys = new Map(await Promise.all(everybody.map(async (name) => [name, await rsaKeys()] as const)));
    const declared = (name: string) => ({ name: fullName(name), public_key: spki(keys.get(name)!.publicKey) });
    const memberNames = ({ users: named = [], ...rest }: Members) => ({ users: named.map(fullName), ...rest });
    const declaration = {
      users: [...users, ...outsiders].map(declared),
      organizations: [
        {
          name: organization,
          users: users.map(fullName),
          clients: clients.map(declared),
          groups: Object.fromEntries(Object.entries(groups).map(([name, members]) => [name, memberNames(members)])),
        },
      ],
    };
    await administer(['apply'], JSON.stringify(declaration));
    const { origin } = inject('installation');
    const principals = [...keys].map(
      ([name, { privateKey }]) => [name, new Principal(fullName(name), privateKey, origin)] as const,
    );
    return new Tenant(organization, new Map(principals));
  }

  as(name: string): Principal {
    const principal = this.principals.get(name);
    if (principal === undefined) throw new Error(`${this.organization} knows no ${name}`);
    return principal;
  }

  /** A path under `pushy`. */
  path(rest: string): string {
    return `/organizations/${this.organization}/pushy/${rest}`;
  }

  /** Starts a job and answers its id. */
  async startJob(who: Principal, job: Record<string, unknown>): Promise<string> {
    const answer = await who.post(this.path('jobs'), job);
    if (answer.status !== 201) throw new Error(`the job was answered ${answer.status}: ${answer.body.toString()}`);
    return uriOf(answer).slice(-32);
  }

  /** The job as it stands. */
  async job(who: Principal, id: string): Promise<JobJson> {
    return (await who.get(this.path(`jobs/${id}`))).json as JobJson; // the tests of 3.31 check its keys
  }

  /** Polls as knife does, until the job has ended. */
  finished(who: Principal, id: string): Promise<JobJson> {
    return this.jobThat(who, id, 'has ended', ({ status }) => !['new', 'voting', 'running'].includes(status));
  }

  jobThat(who: Principal, id: string, what: string, holds: (job: JobJson) => boolean): Promise<JobJson> {
    return eventually(`job ${id} ${what}`, async () => {
      const job = await this.job(who, id);
      return holds(job) ? job : undefined;
    }) as Promise<JobJson>; // it ends with a job, or throws
  }

  /** A job that has ended: its only node was never seen, and so there was no quorum. */
  async failedJob(who: Principal, spec: Record<string, unknown> = {}): Promise<string> {
    const id = await this.startJob(who, { command: 'uptime', nodes: ['never-seen'], ...spec });
    await this.finished(who, id);
    return id;
  }
}

/** The `uri` of an answer to `POST /pushy/jobs`. */
export const uriOf = ({ json }: Answer): string => (json as { uri: string }).uri; // the tests of 3 check that it is there
