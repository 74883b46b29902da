import type { Redis } from 'ioredis';

/** Where a node is. A node belongs to the broker that heard it last: the one with the highest `epoch`. */
export interface Placement {
  readonly organization: string;
  readonly node: string;
  /** From the Postgres sequence `presence_epoch`, so that it survives Redis. */
  readonly epoch: number;
  /** Idle, that is: not in rehab. */
  readonly available: boolean;
  /** The broker process that holds the node. */
  readonly session: string;
}

export interface BrokerAddress {
  readonly session: string;
  /** `host:port` of its gRPC server. */
  readonly address: string;
}

/** Where a page begins: a cursor of Redis, and its number for both the beginning and the end. */
export type Page = string;
export const FIRST_PAGE: Page = '0';

const ORGANIZATIONS = 'presence:organizations';
const BROKERS = 'presence:brokers';
const nodesKey = (organization: string): string => `presence:nodes:${organization}`;
const leaseKey = (session: string): string => `presence:lease:${session}`;

/** Writes the entries whose epoch is not older than what is there. KEYS: hash, organizations. ARGV: organization, node, value, ... */
const PUT = `
  redis.call('sadd', KEYS[2], ARGV[1])
  for i = 2, #ARGV, 2 do
    local old = redis.call('hget', KEYS[1], ARGV[i])
    local mine = tonumber(string.match(ARGV[i + 1], '^%d+'))
    if not old or tonumber(string.match(old, '^%d+')) <= mine then redis.call('hset', KEYS[1], ARGV[i], ARGV[i + 1]) end
  end`;

/** Removes what still has the epoch given; answers the names removed. KEYS: hash. ARGV: node, epoch, ... */
const REMOVE = `
  local removed = {}
  for i = 1, #ARGV, 2 do
    local old = redis.call('hget', KEYS[1], ARGV[i])
    if old and string.match(old, '^%d+') == ARGV[i + 1] then
      redis.call('hdel', KEYS[1], ARGV[i])
      removed[#removed + 1] = ARGV[i]
    end
  end
  return removed`;

/** Renews a lease; answers 1 where Redis knew the broker, 0 where it has lost everything. KEYS: brokers, lease. */
const RENEW = `
  local known = redis.call('hexists', KEYS[1], ARGV[1])
  redis.call('hset', KEYS[1], ARGV[1], ARGV[2])
  redis.call('set', KEYS[2], ARGV[2], 'PX', ARGV[3])
  return known`;

/** Answers session and address of each broker whose lease lives, one after the other, and forgets the others. KEYS: brokers. ARGV: prefix of leases. */
const LIVING = `
  local living = {}
  local known = redis.call('hgetall', KEYS[1])
  for i = 1, #known, 2 do
    if redis.call('exists', ARGV[1] .. known[i]) == 1 then
      living[#living + 1] = known[i]
      living[#living + 1] = known[i + 1]
    else
      redis.call('hdel', KEYS[1], known[i])
    end
  end
  return living`;

/** How many entries one Lua call handles: keeps Redis responsive. */
const SLICE = 500;
/** The same for reading; a function takes no more than about a hundred thousand arguments. */
const READ_SLICE = 10_000;

/**
 * The index of who is where, in Redis. The truth is in the brokers' memory: each writes its own nodes, and all of them
 * again when Redis has lost them. An entry counts only while the lease of its broker lives. All methods throw while
 * Redis is away.
 */
export class PresenceIndex {
  constructor(private readonly redis: Redis) {}

  /** @returns false where Redis did not know this broker, so that it must `put` all its nodes again. */
  async renewLease({ session, address }: BrokerAddress, ttlMs: number): Promise<boolean> {
    const known = await this.redis.eval(RENEW, 2, BROKERS, leaseKey(session), session, address, ttlMs);
    return known === 1;
  }

  /** The broker stops: its lease ends now. */
  async dropLease(session: string): Promise<void> {
    await this.redis.multi().del(leaseKey(session)).hdel(BROKERS, session).exec();
  }

  async put(placements: readonly Placement[]): Promise<void> {
    for (const [organization, group] of byOrganization(placements)) {
      for (const slice of slices(group)) {
        const pairs = slice.flatMap((entry) => [entry.node, serialize(entry)]);
        await this.redis.eval(PUT, 2, nodesKey(organization), ORGANIZATIONS, organization, ...pairs);
      }
    }
  }

  /** @returns those that were still where the caller thought: a node that went to another broker stays. */
  async remove(placements: readonly Placement[]): Promise<Placement[]> {
    const removed: Placement[] = [];
    for (const [organization, group] of byOrganization(placements)) {
      for (const slice of slices(group)) {
        const pairs = slice.flatMap((entry) => [entry.node, String(entry.epoch)]);
        // The script answers an array of strings.
        const names = new Set((await this.redis.eval(REMOVE, 1, nodesKey(organization), ...pairs)) as string[]);
        removed.push(...slice.filter((entry) => names.has(entry.node)));
      }
    }
    return removed;
  }

  /** Brokers whose lease lives. Forgets the others. */
  async brokers(): Promise<BrokerAddress[]> {
    // The script answers an array of strings. One round trip: every job that begins waits for this.
    const living = (await this.redis.eval(LIVING, 1, BROKERS, leaseKey(''))) as string[];
    return Array.from({ length: living.length / 2 }, (_, i) => {
      const [session = '', address = ''] = living.slice(2 * i, 2 * i + 2);
      return { session, address };
    });
  }

  /** Entries of these nodes, whether or not the lease of their broker lives. */
  async find(organization: string, nodes: readonly string[]): Promise<Placement[]> {
    const found: Placement[] = [];
    for (const names of slices(nodes, READ_SLICE)) {
      const values = await this.redis.hmget(nodesKey(organization), ...names);
      for (const [i, node] of names.entries()) {
        const value = values[i];
        if (typeof value === 'string') found.push(parse(organization, node, value));
      }
    }
    return found;
  }

  /** All entries of an organization, whether or not the leases of their brokers live. */
  async all(organization: string): Promise<Placement[]> {
    const entries = Object.entries(await this.redis.hgetall(nodesKey(organization)));
    return entries.map(([node, value]) => parse(organization, node, value));
  }

  /**
   * Some of an organization's entries, about so many: `all` of a very large one would be too long for one message, and
   * hold up Redis. An entry that is there throughout is on one of the pages, and may be on two.
   * @param page `FIRST_PAGE`, or what came with the page before.
   */
  async page(organization: string, size: number, page: Page): Promise<{ placements: Placement[]; next?: Page }> {
    const [next, pairs] = await this.redis.hscan(nodesKey(organization), page, 'COUNT', size);
    const placements: Placement[] = [];
    for (let i = 0; i < pairs.length; i += 2) placements.push(parse(organization, pairs[i] ?? '', pairs[i + 1] ?? ''));
    return next === FIRST_PAGE ? { placements } : { placements, next };
  }

  /** Organizations that have, or had, nodes. */
  organizations(): Promise<string[]> {
    return this.redis.smembers(ORGANIZATIONS);
  }
}

const serialize = ({ epoch, available, session }: Placement): string => `${epoch} ${available ? 1 : 0} ${session}`;

function parse(organization: string, node: string, value: string): Placement {
  const [epoch = '0', available, session = ''] = value.split(' ');
  return { organization, node, epoch: Number(epoch), available: available === '1', session };
}

function byOrganization(placements: readonly Placement[]): Map<string, Placement[]> {
  const groups = new Map<string, Placement[]>();
  for (const placement of placements) {
    const group = groups.get(placement.organization);
    if (group === undefined) groups.set(placement.organization, [placement]);
    else group.push(placement);
  }
  return groups;
}

function* slices<T>(items: readonly T[], size = SLICE): Generator<T[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size);
}
