import { Injectable } from '@nestjs/common';
import type { Command as Message, Commit } from '@push-jobs/contracts';
import { Prisma } from '@push-jobs/db';
import { Postgres } from '../connections/postgres.ts';
import type { OutboxRow } from './outbox-rows.ts';

/** What nodes are told. `commit` carries the job. */
export type Action =
  | { readonly type: 'commit'; readonly commit: Commit }
  | { readonly type: 'run' }
  | { readonly type: 'abort' }
  | { readonly type: 'rehab' };

/** What work amounts to. */
export interface Command {
  readonly action: Action;
  readonly nodes: readonly string[];
}

/** A command to nodes of one job, and the work that it is part of. */
export interface Order extends Command {
  readonly row: OutboxRow;
  /** Only where the nodes are still at this broker. */
  readonly onlySession?: string;
}

/** `traceparent`: of the order, where its job is traced. */
export function messageOf({ row, action, nodes }: Order, traceparent = ''): Message {
  const target = { organization: row.organization, jobId: row.jobId, nodes: [...nodes], traceparent };
  switch (action.type) {
    case 'commit':
      return { ...target, commit: action.commit };
    case 'run':
      return { ...target, run: {} };
    case 'abort':
      return { ...target, abort: {} };
    case 'rehab':
      return { ...target, rehab: {} };
    default:
      return unreachable(action);
  }
}

/** What work amounts to now: nodes that have answered meanwhile are left alone. */
@Injectable()
export class Orders {
  constructor(private readonly postgres: Postgres) {}

  /** One query for all of it, and one for what `commit` carries; none where it is known what work amounts to. */
  async of(rows: readonly OutboxRow[]): Promise<Order[]> {
    const unknown = rows.filter(({ command }) => command === undefined).map(({ jobId }) => jobId);
    const waiting = await this.waiting([...new Set(unknown)]);
    const voting = waiting.filter(({ action }) => action === 'commit').map(({ jobId }) => jobId);
    const specs = await this.specs([...new Set(voting)]);
    return rows.flatMap((row) => ordersOf(row, waiting, specs));
  }

  private async waiting(ids: readonly string[]): Promise<Waiting[]> {
    if (ids.length === 0) return [];
    return this.postgres.query<Waiting>(Prisma.sql`
      select n.job_id as "jobId", n.node, case job.status when 'voting' then 'commit' else 'run' end as action
        from job
        join job_node n on n.job_id = job.id
       where job.id = any(${[...ids]}::text[])
         and (job.status = 'voting' and n.status = 'new' or job.status = 'running' and n.status = 'ready')
       order by n.job_id, n.position`);
  }

  private async specs(ids: readonly string[]): Promise<Map<string, Commit>> {
    if (ids.length === 0) return new Map();
    const jobs = await this.postgres.query<CommitRow & { id: string }>(Prisma.sql`
      select id, command, "user", dir, env, file, capture from job where id = any(${[...ids]}::text[])`);
    return new Map(jobs.map((job) => [job.id, commitOf(job)]));
  }
}

/** A node whose job waits for it to have heard this. */
interface Waiting {
  jobId: string;
  node: string;
  action: 'commit' | 'run';
}

function ordersOf(row: OutboxRow, waiting: readonly Waiting[], specs: ReadonlyMap<string, Commit>): Order[] {
  const { work, command } = row;
  if (command !== undefined) return command.nodes.length === 0 ? [] : [{ row, ...command }];
  const nodesFor = (action: Waiting['action'], among?: readonly string[]): string[] => {
    const chosen = among === undefined ? undefined : new Set(among);
    const mine = waiting.filter((entry) => entry.jobId === row.jobId && entry.action === action);
    return mine.map(({ node }) => node).filter((node) => chosen?.has(node) ?? true);
  };
  const commits = (among?: readonly string[]): Order[] => {
    const [nodes, commit] = [nodesFor('commit', among), specs.get(row.jobId)];
    return nodes.length === 0 || commit === undefined ? [] : [{ row, nodes, action: { type: 'commit', commit } }];
  };
  const runs = (among?: readonly string[]): Order[] => {
    const nodes = nodesFor('run', among);
    return nodes.length === 0 ? [] : [{ row, nodes, action: { type: 'run' } }];
  };
  switch (work.type) {
    case 'start':
    case 'arm':
      return [];
    case 'commit':
      return commits();
    case 'run':
      return runs();
    case 'resend':
      return [...commits(work.nodes), ...runs(work.nodes)];
    case 'recommit':
      return commits(work.nodes).map((order) => ({ ...order, onlySession: work.session }));
    case 'abort':
    case 'rehab':
      return [{ row, action: { type: work.type }, nodes: work.nodes }];
    default:
      return unreachable(work);
  }
}

/** What a job asks of its nodes, as its row has it. */
export interface CommitRow {
  readonly command: string;
  readonly user: string | null;
  readonly dir: string | null;
  readonly env: Readonly<Record<string, string>> | null;
  readonly file: string | null;
  readonly capture: boolean | null;
}

export function commitOf({ command, user, dir, env, file, capture }: CommitRow): Commit {
  return {
    command,
    ...(user === null ? {} : { user }),
    ...(dir === null ? {} : { dir }),
    ...(env === null ? {} : { env: { variables: env } }),
    ...(file === null ? {} : { file }),
    ...(capture === null ? {} : { capture }),
  };
}

/** Characters of what nodes are told, about. */
export function lengthOf(nodes: readonly string[], commit: Commit | null | undefined): number {
  const names = nodes.reduce((sum, name) => sum + name.length + 2, 100);
  const variables = Object.entries(commit?.env?.variables ?? {});
  const environment = variables.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return names + (commit?.command?.length ?? 0) + (commit?.file?.length ?? 0) + environment;
}

function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
