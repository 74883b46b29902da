import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { jobPath } from '../job.ts';
import { count } from '../render/text.ts';

export function jobCancel(parent: Command, { api, terminal, json }: Context): void {
  parent
    .command('cancel')
    .description('stop a job, or only some of its nodes')
    .argument('<job>', 'its id')
    .argument('[nodes...]')
    .action(async (id: string, nodes: string[]) => {
      const body = nodes.length === 0 ? {} : { nodes };
      await api().call(`${jobPath(id)}/cancel`, { method: 'POST', body });
      const what = nodes.length === 0 ? `job ${id}` : `${count(nodes.length, 'node')} of job ${id}`;
      terminal.write(json() ? `${JSON.stringify({ id, ...body })}\n` : `Cancelling ${what}.\n`);
    });
}
