import { migrate, openDatabase } from '@push-jobs/db';
import { env, parseEnv } from '@push-jobs/platform';
import { z } from 'zod';
import { administer, parseCommand, USAGE } from './directory/administration.ts';
import { DirectoryError, Registry } from './directory/registry.ts';

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
    return `${await administer(new Registry(database), command)}\n`;
  } finally {
    await database.$disconnect();
  }
}

main(process.argv.slice(2)).then(
  (text) => process.stdout.write(text),
  (error: unknown) => {
    process.stderr.write(`${error instanceof DirectoryError ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
