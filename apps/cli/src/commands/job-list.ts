import type { Command } from 'commander';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { Job } from '../job.ts';
import { jobList as jobTable } from '../render/job.ts';

export function jobList(parent: Command, { api, terminal, json }: Context): void {
  parent
    .command('list')
    .description('the jobs of the organization, newest first')
    .action(async () => {
      const jobs = await api().json(z.array(Job), '/pushy/jobs');
      terminal.write(json() ? `${JSON.stringify(jobs)}\n` : jobTable(jobs, terminal.width));
    });
}
