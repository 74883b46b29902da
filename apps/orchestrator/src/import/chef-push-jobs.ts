import { type Database, Prisma, transact } from '@push-jobs/db';
import {
  type ChefJob,
  type ChefJobNode,
  type ChefJobOutput,
  importedId,
  jobRow,
  nodeRow,
  outputRows,
} from './chef-rows.ts';

const JOBS_AT_ONCE = 200;

/** Something about the import that its operator has to see to. */
export class ImportError extends Error {
  override name = 'ImportError';
}

const NAMED_GUID = /^([^=]+)=([0-9a-f]{32})$/;

/** Names by guid, as `NAME=GUID` says it. @throws ImportError that shows what is wrong */
export function readOrganizations(options: readonly string[]): Map<string, string> {
  return new Map(
    options.map((option) => {
      const [, name, guid] = NAMED_GUID.exec(option) ?? [];
      if (name === undefined || guid === undefined) {
        throw new ImportError(`--organization takes NAME=GUID, where GUID has 32 hex digits, not '${option}'`);
      }
      return [guid, name];
    }),
  );
}

export interface Imported {
  readonly jobs: number;
  readonly nodes: number;
  readonly outputs: number;
}

/**
 * Copies the jobs of a Chef Push Jobs 2.x database, with their nodes and output. It may be repeated: what is there
 * already stays as it is. `organizations`: names by guid, 32 hex digits, besides those of the built-in directory.
 * `renamed` hears of each job's old and new id: ours sort by time, those did not.
 * @throws ImportError that names the guids whose organization nobody said
 */
export async function importChefPushJobs(
  from: Database,
  to: Database,
  organizations: ReadonlyMap<string, string>,
  renamed: (oldId: string, newId: string) => void,
): Promise<Imported> {
  const names = await namesByGuid(from, to, organizations);
  const total = { jobs: 0, nodes: 0, outputs: 0 };
  for (let after = ''; ;) {
    const jobs = await jobsAfter(from, after, names);
    const last = jobs.at(-1);
    if (last === undefined) return total;
    const { nodes, outputs } = await copy(from, to, jobs);
    for (const job of jobs) renamed(job.id, importedId(job));
    total.jobs += jobs.length;
    total.nodes += nodes;
    total.outputs += outputs;
    after = last.id;
  }
}

async function namesByGuid(from: Database, to: Database, given: ReadonlyMap<string, string>) {
  const known = await to.organization.findMany();
  const names = new Map(known.map(({ guid, name }) => [guid.replaceAll('-', ''), name]));
  for (const [guid, name] of given) names.set(guid, name);
  const used = await from.$queryRaw<{ guid: string }[]>`select distinct org_id::text as guid from jobs`;
  const missing = used.map(({ guid }) => guid).filter((guid) => !names.has(guid));
  if (missing.length === 0) return names;
  const options = missing.map((guid) => `--organization NAME=${guid}`).join(' ');
  throw new ImportError(`jobs belong to organizations that are not known here; name them: ${options}`);
}

async function jobsAfter(from: Database, after: string, names: ReadonlyMap<string, string>): Promise<ChefJob[]> {
  const rows = await from.$queryRaw<(Omit<ChefJob, 'organization'> & { guid: string })[]>`
    select j.id::text, j.org_id::text as guid, j.command, j.status, j.run_timeout, j.last_updated_by::text, j.quorum,
      j.created_at at time zone 'UTC' as created_at, j.updated_at at time zone 'UTC' as updated_at,
      o.job_user::text, o.dir, o.env, o.capture, o.job_file
    from jobs j left join job_options o on o.job_id = j.id
    where j.id > ${after} order by j.id limit ${JOBS_AT_ONCE}`;
  return rows.map(({ guid, ...job }) => ({ ...job, organization: names.get(guid) ?? '' })); // all of them have names
}

/** In one transaction, so that no job is there by half. */
async function copy(from: Database, to: Database, jobs: readonly ChefJob[]): Promise<Omit<Imported, 'jobs'>> {
  const ids = jobs.map(({ id }) => id);
  const nodes = await from.$queryRaw<ChefJobNode[]>`
    select job_id::text, node_name, status, updated_at at time zone 'UTC' as updated_at from job_nodes
    where job_id = any(${ids}::bpchar[]) order by job_id, created_at, node_name`;
  const outputs = await from.$queryRaw<ChefJobOutput[]>`
    select job_id::text, node_name, stdout, stderr from job_output where job_id = any(${ids}::bpchar[])`;
  const newIds = new Map(jobs.map((job) => [job.id, importedId(job)]));
  const placed = nodesByJob(nodes);
  const jobRows = jobs.map((job) => jobRow(job, placed.get(job.id)?.length ?? 0));
  const nodeRows = [...placed].flatMap(([id, of]) => of.map((node, i) => nodeRow(node, newIds.get(id) ?? '', i)));
  const chunkRows = outputs.flatMap((output) => outputRows(output, newIds.get(output.job_id) ?? ''));
  await transact(to, async (tx) => {
    await tx.$executeRaw`
      insert into job (id, organization, requested_by, status, command, run_timeout_ms, quorum, node_count, "user", dir,
        env, file, capture, created_at, updated_at, ended_at)
      select * from jsonb_to_recordset(${JSON.stringify(jobRows)}::jsonb) as t (id text, organization text,
        requested_by text, status text, command text, run_timeout_ms bigint, quorum float8, node_count int, "user" text,
        dir text, env jsonb, file text, capture boolean, created_at timestamptz, updated_at timestamptz,
        ended_at timestamptz)
      on conflict do nothing`;
    await tx.$executeRaw`
      insert into job_node (job_id, position, node, status, updated_at)
      select * from jsonb_to_recordset(${JSON.stringify(nodeRows)}::jsonb)
        as t (job_id text, position int, node text, status text, updated_at timestamptz)
      on conflict do nothing`;
    await tx.$executeRaw(Prisma.sql`
      insert into output_chunk (job_id, node, channel, "offset", data)
      select job_id, node, channel, "offset", decode(data, 'hex') from jsonb_to_recordset(${JSON.stringify(chunkRows)}::jsonb)
        as t (job_id text, node text, channel text, "offset" bigint, data text)
      on conflict do nothing`);
  });
  return { nodes: nodeRows.length, outputs: outputs.length };
}

function nodesByJob(nodes: readonly ChefJobNode[]): Map<string, ChefJobNode[]> {
  const byJob = new Map<string, ChefJobNode[]>();
  for (const node of nodes) byJob.set(node.job_id, [...(byJob.get(node.job_id) ?? []), node]);
  return byJob;
}
