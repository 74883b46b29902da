import { type Database, migrate, openDatabase } from '@push-jobs/db';
import { env, parseEnv } from '@push-jobs/platform';
import { z } from 'zod';
import { administer, parseCommand, USAGE } from './directory/administration.ts';
import { DirectoryError, Registry } from './directory/registry.ts';
import { ImportError, importChefPushJobs, readOrganizations } from './import/chef-push-jobs.ts';

async function main(args: readonly string[]): Promise<string> {
  const command = parseCommand(args);
  if (command.help) return USAGE;
  const { DATABASE_URL: url } = parseEnv(z.object({ DATABASE_URL: env.databaseUrl }), process.env);
  if (command.words[0] === 'migrate') {
    const applied = await migrate(url);
    return `${applied.length === 0 ? 'the database was up to date' : `applied ${applied.join(', ')}`}\n`;
  }
  const database = openDatabase({ url, poolSize: 1 });
  try {
    if (command.words[0] === 'import') return await copyJobs(database, command);
    return `${await administer(new Registry(database), command)}\n`;
  } finally {
    await database.$disconnect();
  }
}

/** Each job's old and new id go to standard output as they come, so that nobody has to keep them in memory. */
async function copyJobs(to: Database, { from, organization }: ReturnType<typeof parseCommand>): Promise<string> {
  if (from === undefined) throw new ImportError('--from is missing: the URL of the database to import from');
  const source = openDatabase({ url: from, poolSize: 1 });
  try {
    const { jobs, nodes, outputs } = await importChefPushJobs(source, to, readOrganizations(organization), (old, id) =>
      process.stdout.write(`${old} ${id}\n`),
    );
    return `${jobs} jobs with ${nodes} nodes and ${outputs} outputs are here\n`;
  } finally {
    await source.$disconnect();
  }
}

main(process.argv.slice(2)).then(
  (text) => process.stdout.write(text),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof DirectoryError || error instanceof ImportError ? error.message : String(error)}\n`,
    );
    process.exitCode = 1;
  },
);
