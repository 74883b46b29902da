import { type Database, openDatabase } from '@push-jobs/db';
import { type TestDatabase, testDatabase } from '@push-jobs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importChefPushJobs, readOrganizations } from './chef-push-jobs.ts';

const ACME = 'a'.repeat(32);
const GLOBEX = 'b'.repeat(32);

/** What a Chef Push Jobs 2.x server keeps, as far as it is imported. */
const CHEF_TABLES = [
  `create table job_status (id integer primary key, description text not null)`,
  `insert into job_status values (0, 'voting'), (1, 'running'), (2, 'complete'), (3, 'quorum_failed'), (4, 'aborted'),
     (5, 'new'), (6, 'timed_out'), (7, 'crashed')`,
  `create table jobs (id character(32) primary key, org_id character(32) not null, command text not null,
     status integer not null references job_status (id), run_timeout integer, last_updated_by character(32) not null,
     created_at timestamp without time zone not null, updated_at timestamp without time zone not null, quorum integer)`,
  `create table job_nodes (job_id character(32) references jobs (id), org_id character(32) not null,
     node_name text not null, unique (job_id, org_id, node_name), status integer not null,
     created_at timestamp without time zone not null, updated_at timestamp without time zone not null)`,
  `create table job_options (job_id character(32) primary key references jobs (id), job_user character(32), dir text,
     env text, capture boolean, job_file text)`,
  `create table job_output (job_id character(32) not null references jobs (id), node_name text not null,
     unique (job_id, node_name), stdout text not null, stderr text not null)`,
];
const SHIFTED = `insert into jobs select md5(i::text), '${ACME}', 'x', 2, 60, 'alice',
  timestamp '2019-05-01 10:00:00' - make_interval(mins => i), timestamp '2019-05-01 11:00:00', 1
  from generate_series(1, 450) as i`;

let old: TestDatabase;
let chef: Database;
let target: TestDatabase;
beforeEach(async () => {
  [old, target] = await Promise.all([testDatabase(), testDatabase()]);
  // A schema of its own in a database of ours is as good as another database.
  await old.database.$executeRawUnsafe('create schema chef');
  chef = openDatabase({ url: old.url, poolSize: 1, settings: { search_path: 'chef' } });
  for (const sql of CHEF_TABLES) await chef.$executeRawUnsafe(sql);
});
afterEach(async () => {
  await chef.$disconnect();
  await Promise.all([old[Symbol.asyncDispose](), target[Symbol.asyncDispose]()]);
});

async function chefJob(id: string, organization: string, status: number): Promise<void> {
  const job = id.repeat(32);
  await chef.$executeRawUnsafe(
    `insert into jobs values ('${job}', '${organization}', 'chef-client', ${status}, 60, 'alice', '2019-05-01 10:00:00',
       '2019-05-01 10:05:00', 1)`,
  );
  await chef.$executeRawUnsafe(
    `insert into job_options values ('${job}', 'daemon', '/tmp', '{"A":"1"}', true, 'raw:x')`,
  );
  await chef.$executeRawUnsafe(
    `insert into job_nodes values ('${job}', '${organization}', 'web1', 3, '2019-05-01 10:00:00', '2019-05-01 10:04:00'),
       ('${job}', '${organization}', 'web2', 4, '2019-05-01 10:00:01', '2019-05-01 10:05:00')`,
  );
  await chef.$executeRawUnsafe(`insert into job_output values ('${job}', 'web1', 'it worked', '')`);
}

const NAMES = readOrganizations([`acme=${ACME}`, `globex=${GLOBEX}`]);
async function copy(names: ReadonlyMap<string, string> = NAMES) {
  const ids = new Map<string, string>();
  const imported = await importChefPushJobs(chef, target.database, names, (from, to) => ids.set(from, to));
  return { imported, ids };
}

describe('an import from Chef Push Jobs 2.x', () => {
  it('brings jobs with their nodes and output, each to its organization, as often as it is repeated', async () => {
    await chefJob('1', ACME, 2);
    await chefJob('2', GLOBEX, 1);
    const { imported, ids } = await copy();
    expect(imported).toEqual({ jobs: 2, nodes: 4, outputs: 2 });
    await copy();

    const { database } = target;
    const id = ids.get('1'.repeat(32)) ?? '';
    expect(await database.job.findMany({ where: { organization: 'acme' } })).toMatchObject([
      {
        ...{ id, status: 'complete', command: 'chef-client', requestedBy: 'alice', user: 'daemon', dir: '/tmp' },
        ...{ env: { A: '1' }, file: 'raw:x', capture: true, nodeCount: 2, endedAt: new Date('2019-05-01T10:05:00Z') },
      },
    ]);
    expect(await database.job.findMany({ where: { organization: 'globex' } })).toMatchObject([{ status: 'crashed' }]);
    const nodes = await database.jobNode.findMany({ where: { jobId: id }, orderBy: { position: 'asc' } });
    expect(nodes.map(({ node, status }) => [node, status])).toEqual([
      ['web1', 'succeeded'],
      ['web2', 'failed'],
    ]);
    const output = await database.outputChunk.findMany({ where: { jobId: id, channel: 'stdout' } });
    expect(output.map(({ data }) => Buffer.from(data).toString())).toEqual(['it worked']);
  });

  it('goes through more jobs than fit into one portion, and sorts them by time', async () => {
    await chef.$executeRawUnsafe(SHIFTED);
    const { imported } = await copy();
    expect(imported.jobs).toBe(450);
    const jobs = await target.database.job.findMany({ orderBy: { id: 'asc' } });
    const times = jobs.map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times).toHaveLength(450);
  });

  it('takes the guids of the built-in directory, and names those that nobody knows', async () => {
    await chefJob('1', ACME, 2);
    await chefJob('2', GLOBEX, 2);
    await target.database.organization.create({ data: { name: 'acme', guid: 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' } });
    await expect(copy(new Map())).rejects.toThrow(`name them: --organization NAME=${GLOBEX}`);
    expect(await target.database.job.count()).toBe(0);
    const { imported } = await copy(readOrganizations([`globex=${GLOBEX}`]));
    expect(imported.jobs).toBe(2);
  });

  it.each(['acme', 'acme=123', `=${ACME}`])('does not take %s for the name of an organization', (option) => {
    expect(() => readOrganizations([option])).toThrow(`not '${option}'`);
  });
});
