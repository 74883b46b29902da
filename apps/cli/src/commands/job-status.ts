import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { EXIT_CODE_HELP, exitCodeOf } from '../exit-codes.ts';
import { Job, jobPath } from '../job.ts';
import { jobScreen } from '../render/job.ts';

export function jobStatus(parent: Command, { api, terminal, json, exit }: Context): void {
  parent
    .command('status')
    .description('a job, and how each of its nodes does')
    .argument('<job>', 'its id')
    .addHelpText('after', EXIT_CODE_HELP)
    .action(async (id: string) => {
      const job = await api().json(Job, `${jobPath(id)}?details=true`);
      terminal.write(json() ? `${JSON.stringify(job)}\n` : jobScreen(job));
      exit(exitCodeOf(job));
    });
}
