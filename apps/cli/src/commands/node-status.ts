import type { Command } from 'commander';
import { z } from 'zod';
import type { Api } from '../api.ts';
import type { Context } from '../context.ts';
import { NodeAvailability } from '../job.ts';
import { nodeList } from '../render/nodes.ts';

const STATES = '/pushy/node_states';

export function nodeStatus(parent: Command, { api, terminal, json }: Context): void {
  parent
    .command('status')
    .description('the nodes that are online, or those that are named')
    .argument('[nodes...]')
    .action(async (names: string[]) => {
      const nodes = await states(api(), names);
      terminal.write(json() ? `${JSON.stringify(nodes)}\n` : nodeList(nodes));
    });
}

async function states(api: Api, names: readonly string[]): Promise<NodeAvailability[]> {
  if (names.length === 0) return api.json(z.array(NodeAvailability), STATES);
  const found: NodeAvailability[] = [];
  for (const name of names) found.push(await api.json(NodeAvailability, `${STATES}/${encodeURIComponent(name)}`));
  return found;
}
