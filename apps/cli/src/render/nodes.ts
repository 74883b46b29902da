import type { NodeAvailability } from '../job.ts';
import { plain, table } from './text.ts';

/** Which nodes a job could reach now. */
export function nodeList(nodes: readonly NodeAvailability[]): string {
  if (nodes.length === 0) return 'No nodes are online.\n';
  const withStatus = nodes.some(({ status }) => status !== undefined);
  const rows = nodes.map(({ node_name, status, availability }) => [
    plain(node_name),
    ...(withStatus ? [plain(status ?? '')] : []),
    plain(availability),
  ]);
  return table([['NODE', ...(withStatus ? ['STATUS'] : []), 'AVAILABILITY'], ...rows]);
}
