import { testDatabase } from '@push-jobs/testing';
import { describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { ensurePartitions } from './partitions.ts';

describe('migrate', () => {
  it('changes nothing where everything is applied', async () => {
    await using test = await testDatabase();
    expect(await migrate(test.url)).toEqual([]);
  });

  it('refuses a migration that was changed after it had been applied', async () => {
    await using test = await testDatabase();
    await test.database.$executeRaw`update _prisma_migrations set checksum = 'other'`;
    await expect(migrate(test.url)).rejects.toThrow('was changed after it had been applied');
  });
});

describe('ensurePartitions', () => {
  const NOON = Date.UTC(2026, 10, 22, 12);

  it('puts rows of a day into that day, however often and from however many processes it runs', async () => {
    await using test = await testDatabase();
    await Promise.all([ensurePartitions(test.database, NOON), ensurePartitions(test.database, NOON)]);
    const jobId = NOON.toString(16).padStart(12, '0').padEnd(32, 'a');
    await test.database.$executeRaw`insert into job_event values (${jobId}, 1, 'start', '{}')`;
    const rows = await test.database.$queryRaw`select tableoid::regclass::text as partition from job_event`;
    expect(rows).toEqual([{ partition: 'job_event_20261122' }]);
  });

  it('keeps ids from elsewhere in the default partition', async () => {
    await using test = await testDatabase();
    await ensurePartitions(test.database, NOON);
    await test.database.$executeRaw`insert into job_event values (${'f'.repeat(32)}, 1, 'start', '{}')`;
    const rows = await test.database.$queryRaw`select tableoid::regclass::text as partition from job_event`;
    expect(rows).toEqual([{ partition: 'job_event_default' }]);
  });
});
