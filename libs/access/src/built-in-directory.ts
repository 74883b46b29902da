import { status as grpc } from '@grpc/grpc-js';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import {
  connect,
  PATIENT,
  SHARED_CALLS,
  unary,
  type DirectoryClient,
  type GroupReply__Output,
  type PrincipalQuery,
  type PrincipalReply__Output,
} from '@push-jobs/contracts';
import { AppError, Batches, UNHURRIED } from '@push-jobs/platform';
import { Directory, type Group, type Organization, type Principal } from './directory.ts';
import { PublicKeys } from './public-keys.ts';
import { ShortLivedCache } from './short-lived-cache.ts';

/**
 * How long a key that was taken away, a group that was left, or one that did not exist yet may still count. Short, for
 * whoever changes a group and tries it at once; long enough that a storm of requests is one question.
 */
const CACHE = { ttlMs: 1_000, negativeTtlMs: 1_000, size: 10_000 };

const LOOKUPS_PER_CALL = 500;

/** The directory that comes with Push Jobs, asked over gRPC. */
export class BuiltInDirectory extends Directory implements OnApplicationShutdown {
  private readonly log = new Logger('directory');
  private readonly organizations: ShortLivedCache<Organization | undefined>;
  private readonly principalsByName: ShortLivedCache<readonly Principal[]>;
  private readonly groups: ShortLivedCache<Group | undefined>;
  private readonly lookups = new Batches<PrincipalQuery, PrincipalReply__Output[]>({
    work: (queries) => this.find(queries),
    span: 'find principals',
    cut: () => LOOKUPS_PER_CALL,
    ...SHARED_CALLS,
    ...UNHURRIED,
  });
  private readonly keys = new PublicKeys(CACHE.size, (err) =>
    this.log.warn({ msg: 'a public key is unreadable', err }),
  );

  constructor(
    private readonly client: DirectoryClient,
    nowMs: () => number = Date.now,
  ) {
    super();
    this.organizations = new ShortLivedCache(CACHE, nowMs);
    this.principalsByName = new ShortLivedCache(CACHE, nowMs);
    this.groups = new ShortLivedCache(CACHE, nowMs);
  }

  /** `address`: `host:port` or a gRPC target. Connects with the first question. */
  static at(address: string): BuiltInDirectory {
    return new BuiltInDirectory(connect('Directory', address));
  }

  override organization(name: string): Promise<Organization | undefined> {
    return this.organizations.get(name, () =>
      orUndefined(unary(this.client, this.client.GetOrganization, { name }, PATIENT)),
    );
  }

  override principals(organization: string, name: string): Promise<readonly Principal[]> {
    return this.principalsByName.get(JSON.stringify([organization, name]), async () => {
      const found = await this.lookups.add({ organization, name });
      return found.map((reply) => this.principal(reply));
    });
  }

  override group(organization: string, name: string): Promise<Group | undefined> {
    return this.groups.get(JSON.stringify([organization, name]), async () => {
      const query = { organization, name };
      const found = await orUndefined(unary(this.client, this.client.GetGroup, query, PATIENT));
      return found === undefined ? undefined : group(found);
    });
  }

  override forget(): void {
    for (const cache of [this.organizations, this.principalsByName, this.groups]) cache.clear();
  }

  private async find(queries: readonly PrincipalQuery[]): Promise<PrincipalReply__Output[][]> {
    try {
      const request = { queries: [...queries] };
      const { lists } = await unary(this.client, this.client.FindPrincipals, request, PATIENT);
      return queries.map((_query, i) => lists[i]?.principals ?? []);
    } catch (error) {
      throw unreachableDirectory(error);
    }
  }

  onApplicationShutdown(): void {
    this.client.close();
  }

  private principal({ kind, name, orgMember, publicKeys }: PrincipalReply__Output): Principal {
    if (kind !== 'user' && kind !== 'client') throw unreachableDirectory(new Error(`a principal of kind '${kind}'`));
    return { kind, name, orgMember, keys: this.keys.of(publicKeys) };
  }
}

function group({ users, clients, groups }: GroupReply__Output): Group {
  return { users: new Set(users), clients: new Set(clients), groups };
}

async function orUndefined<Reply>(answer: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === grpc.NOT_FOUND) return undefined;
    throw unreachableDirectory(error);
  }
}

const unreachableDirectory = (cause: unknown): AppError =>
  new AppError('upstream', 'Failed to connect to the directory', { asList: true, cause });
