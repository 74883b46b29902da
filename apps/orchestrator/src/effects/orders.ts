import { Injectable } from '@nestjs/common';
import type { Command, Commit } from '@push-jobs/contracts';
import { Prisma } from '@push-jobs/db';
import type { JobStatus } from '@push-jobs/job';
import { Postgres } from '../connections/postgres.ts';
import type { OutboxRow } from './outbox-rows.ts';

/** What nodes are told. `commit` carries the job. */
export type Action =
  | { readonly type: 'commit'; readonly commit: Commit }
  | { readonly type: 'run' }
  | { readonly type: 'abort' }
  | { readonly type: 'rehab' };

/** A command to nodes of one job, and the work that it is part of. */
export interface Order {
  readonly row: OutboxRow;
  readonly action: Action;
  readonly nodes: readonly string[];
  /** Only where the nodes are still at this broker. */
  readonly onlySession?: string;
}

export function commandOf({ row, action, nodes }: Order): Command {
  const target = { organization: row.organization, jobId: row.jobId, nodes: [...nodes] };
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

/** Reads from Postgres what work amounts to now: nodes that have answered meanwhile are left alone. */
@Injectable()
export class Orders {
  constructor(private readonly postgres: Postgres) {}

  async of(row: OutboxRow): Promise<Order[]> {
    const { work } = row;
    switch (work.type) {
      case 'start':
      case 'arm':
        return [];
      case 'commit':
        return this.commits(row);
      case 'run':
        return this.runs(row);
      case 'resend':
        return [...(await this.commits(row, work.nodes)), ...(await this.runs(row, work.nodes))];
      case 'recommit':
        return (await this.commits(row, work.nodes)).map((order) => ({ ...order, onlySession: work.session }));
      case 'abort':
      case 'rehab':
        return [{ row, action: { type: work.type }, nodes: work.nodes }];
      default:
        return unreachable(work);
    }
  }

  private async commits(row: OutboxRow, among?: readonly string[]): Promise<Order[]> {
    const nodes = await this.nodesThatAre('new', 'voting', row.jobId, among);
    if (nodes.length === 0) return [];
    const [job] = await this.postgres.query<CommitRow>(Prisma.sql`
      select command, "user", dir, env, file, capture from job where id = ${row.jobId}`);
    return job === undefined ? [] : [{ row, nodes, action: { type: 'commit', commit: commitOf(job) } }];
  }

  private async runs(row: OutboxRow, among?: readonly string[]): Promise<Order[]> {
    const nodes = await this.nodesThatAre('ready', 'running', row.jobId, among);
    return nodes.length === 0 ? [] : [{ row, nodes, action: { type: 'run' } }];
  }

  private async nodesThatAre(
    status: 'new' | 'ready',
    during: JobStatus,
    jobId: string,
    among: readonly string[] | undefined,
  ): Promise<string[]> {
    const restriction = among === undefined ? Prisma.empty : Prisma.sql`and n.node = any(${[...among]}::text[])`;
    const rows = await this.postgres.query<{ node: string }>(Prisma.sql`
      select n.node
        from job_node n
        join job on job.id = n.job_id
       where n.job_id = ${jobId} and n.status = ${status} and job.status = ${during} ${restriction}
       order by n.position`);
    return rows.map((row) => row.node);
  }
}

interface CommitRow {
  command: string;
  user: string | null;
  dir: string | null;
  env: Record<string, string> | null;
  file: string | null;
  capture: boolean | null;
}

function commitOf({ command, user, dir, env, file, capture }: CommitRow): Commit {
  return {
    command,
    ...(user === null ? {} : { user }),
    ...(dir === null ? {} : { dir }),
    ...(env === null ? {} : { env: { variables: env } }),
    ...(file === null ? {} : { file }),
    ...(capture === null ? {} : { capture }),
  };
}

function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
