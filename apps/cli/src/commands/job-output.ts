import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { jobPath } from '../job.ts';

export function jobOutput(parent: Command, { api, terminal }: Context): void {
  parent
    .command('output')
    .description('what a node wrote, byte by byte, where the job was started with --capture')
    .argument('<job>', 'its id')
    .argument('<node>')
    .addOption(new Option('--channel <channel>').choices(['stdout', 'stderr']).default('stdout'))
    .action(async (id: string, node: string, { channel }: { channel: string }) => {
      terminal.write(await api().bytes(`${jobPath(id)}/output/${encodeURIComponent(node)}/${channel}`));
    });
}
