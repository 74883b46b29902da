import type { Command } from 'commander';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { Job } from '../job.ts';
import { jobList as jobTable } from '../render/job.ts';

export function jobList(parent: Command, { api, terminal, json }: Context): void {
  parent
    .command('list')
    .description('the jobs of the organization, newest first')
    .option('-n, --limit <number>', 'at most so many')
    .option('--before <job>', 'only jobs older than this one')
    .option('--status <statuses>', 'only jobs in one of these statuses, separated by commas')
    .option('--command <text>', 'only jobs whose command contains this')
    .action(async (options: Record<string, string>) => {
      const query = new URLSearchParams(options).toString();
      const jobs = await api().json(z.array(Job), `/pushy/jobs${query === '' ? '' : `?${query}`}`);
      terminal.write(json() ? `${JSON.stringify(jobs)}\n` : jobTable(jobs, terminal.width));
    });
}
