import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import { metric } from '../../support/metrics.ts';

const names = (): string[] =>
  Object.keys(inject('installation').operations).filter((name) => name.startsWith('broker'));

/** The sum of a metric over all brokers: which of them a node is at is a matter of chance. */
export async function brokerMetric(name: string, labels: Record<string, string> = {}): Promise<number> {
  const { operations } = inject('installation');
  const values = names().map((broker) => metric(operations[broker] ?? '', `push_jobs_broker_${name}`, labels));
  return (await Promise.all(values)).reduce((sum, value) => sum + value, 0);
}

/** Everything that the brokers have logged so far. */
export function brokerLogs(): string {
  const { stateDir } = inject('installation');
  return names()
    .map((broker) => readFileSync(path.join(stateDir, 'logs', `${broker}.log`), 'utf8'))
    .join('\n');
}
