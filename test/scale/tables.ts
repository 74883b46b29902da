import { type Costs, SERVICES } from './costs.ts';
import { type Demand, demandOf, type Load, replicasFor } from './demand.ts';
import { CAPACITY, SCENARIOS } from './scenarios.ts';

const MB = 2 ** 20;
const GB = 2 ** 30;

/** What the scenarios take, as a table for docs/scaling.md. */
export function demandTable(costs: Costs): string {
  const demands = SCENARIOS.map((load) => ({ load, demand: demandOf(costs, load) }));
  const row = (title: string, cell: (of: { load: Load; demand: Demand }) => string): string[] => [
    title,
    ...demands.map(cell),
  ];
  const replicas = ({ load, demand }: { load: Load; demand: Demand }) => replicasFor(demand, load, CAPACITY);
  return markdown([
    row('nodes', ({ load }) => count(load.nodes)),
    row('heartbeats/s', ({ demand }) => count(demand.heartbeatsPerSecond)),
    row('event rows/s', ({ demand }) => count(demand.eventRowsPerSecond)),
    row('event log per day', ({ demand }) => `${(demand.eventBytesPerDay / GB).toFixed(1)} GB`),
    row('deliveries/s', ({ demand }) => count(demand.deliveriesPerSecond)),
    row('broker memory, all', ({ demand }) => `${(demand.brokerBytes / GB).toFixed(1)} GB`),
    row('presence index', ({ demand }) => `${(demand.presenceBytes / MB).toFixed(0)} MB`),
    ...SERVICES.map((service) => row(`${service}, cores`, ({ demand }) => demand.cores[service].toFixed(2))),
    row('brokers', (of) => String(replicas(of).broker)),
    row('orchestrators', (of) => String(replicas(of).orchestrator)),
    row('feed replicas', (of) => String(replicas(of).feed)),
  ]);
}

function markdown([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

const count = (value: number): string => Math.round(value).toLocaleString('en');
