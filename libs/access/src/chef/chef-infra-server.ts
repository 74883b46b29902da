import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { AppError } from '@push-jobs/platform';
import { Directory, type Group, type Organization, type Principal } from '../directory.ts';
import { PublicKeys } from '../public-keys.ts';
import { ShortLivedCache } from '../short-lived-cache.ts';
import { groupOf, organizationOf, principalsOf } from './answers.ts';
import { type ApiVersion, ChefApi, type ChefApiSettings, type ChefReply } from './chef-api.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import type { CircuitLimits } from './circuit.ts';
import type { ChefServerEvents } from './events.ts';

export interface ChefInfraServerSettings extends ChefApiSettings, CircuitLimits {
  /** How long what was found counts: a key that was taken away, a group that was left. */
  readonly ttlMs: number;
  /** How long it counts that nothing was found: a client that was just created. */
  readonly negativeTtlMs: number;
}

const CACHE_SIZE = 10_000;
/**
 * What names of organizations, principals and groups are made of, over there. Nothing else can exist, so nothing else is
 * asked for, and no name can change the meaning of the path that carries it.
 */
const NAME = /^(?!\.{1,2}$)[\w.:-]{1,255}$/;
/** A server older than API version 1 refuses to hear of it. */
const UNKNOWN_API_VERSION = 406;

/**
 * The directory of a Chef Infra Server, asked as its superuser. While it is away every question fails: an old answer is
 * never given past its time, since nobody could tell whether its key had been taken away meanwhile.
 */
export class ChefInfraServer extends Directory implements OnApplicationShutdown {
  private readonly log = new Logger('directory');
  private readonly api: ChefApi;
  private readonly circuit: CircuitBreaker;
  private readonly organizations: ShortLivedCache<Organization | undefined>;
  private readonly principalsByName: ShortLivedCache<readonly Principal[]>;
  private readonly groups: ShortLivedCache<Group | undefined>;
  private readonly keys = new PublicKeys(CACHE_SIZE, (err) =>
    this.log.warn({ msg: 'a public key is unreadable', err }),
  );

  constructor(
    private readonly settings: ChefInfraServerSettings,
    private readonly events: ChefServerEvents,
    nowMs: () => number = Date.now,
  ) {
    super();
    const cache = { ttlMs: settings.ttlMs, negativeTtlMs: settings.negativeTtlMs, size: CACHE_SIZE };
    this.api = new ChefApi(settings, nowMs);
    this.circuit = new CircuitBreaker(settings, nowMs, (open) => events.circuitChanged(open));
    this.organizations = new ShortLivedCache(cache, nowMs);
    this.principalsByName = new ShortLivedCache(cache, nowMs);
    this.groups = new ShortLivedCache(cache, nowMs);
  }

  override async organization(name: string): Promise<Organization | undefined> {
    if (!NAME.test(name)) return undefined;
    return this.organizations.get(name, () => this.find(`/organizations/${name}`, organizationOf));
  }

  override async principals(organization: string, name: string): Promise<readonly Principal[]> {
    if (!NAME.test(organization) || !NAME.test(name)) return [];
    const path = `/organizations/${organization}/principals/${name}`;
    return this.principalsByName.get(path, async () => {
      const found = (await this.find(path, principalsOf)) ?? [];
      return found.map(({ publicKeys, ...who }) => ({ ...who, keys: this.keys.of(publicKeys) }));
    });
  }

  override async group(organization: string, name: string): Promise<Group | undefined> {
    if (!NAME.test(organization) || !NAME.test(name)) return undefined;
    const path = `/organizations/${organization}/groups/${name}`;
    return this.groups.get(path, () => this.find(path, groupOf));
  }

  override forget(): void {
    for (const cache of [this.organizations, this.principalsByName, this.groups]) cache.clear();
  }

  onApplicationShutdown(): void {
    this.api.close();
  }

  /** Undefined where the server knows nothing of the kind. */
  private async find<Found>(path: string, read: (json: unknown) => Found): Promise<Found | undefined> {
    try {
      const newest = await this.ask(path, '1');
      const { status, body } = newest.status === UNKNOWN_API_VERSION ? await this.ask(path, '0') : newest;
      if (status === 404) return undefined;
      // A refusal is about us, not about those who were asked for: a wrong key or clock, or a proxy in between.
      if (status !== 200) throw new Error(`the server answered ${this.settings.superuser} with status ${status}`);
      return read(JSON.parse(body));
    } catch (cause) {
      throw new AppError('upstream', `Failed to connect to ${this.settings.url.origin}`, { asList: true, cause });
    }
  }

  private async ask(path: string, apiVersion: ApiVersion): Promise<ChefReply> {
    return this.events.counting(() => this.circuit.run(() => this.api.get(path, apiVersion)));
  }
}
