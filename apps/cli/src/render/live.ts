import type { Summary } from '../progress.ts';
import { ending } from './event.ts';

const BAR_WIDTH = 24;
const SHOWN = ['ready', 'running', 'succeeded', 'failed', 'crashed', 'nacked', 'unavailable', 'timed_out', 'aborted'];
const UNDECIDED = ['new', 'ready', 'running'];

/** One line that says how far a job is. `elapsedMs` since it was started. */
export function liveLine(summary: Summary, elapsedMs: number): string {
  const { phase, status, nodeCount, counts } = summary;
  const done = phase === 'voting' ? nodeCount - (counts['new'] ?? 0) : finished(summary);
  const title = phase === 'voting' ? 'Voting ' : phase === 'running' ? 'Running' : capitalize(ending(status));
  const parts = SHOWN.filter((name) => (counts[name] ?? 0) > 0).map((name) => `${name} ${number(counts[name])}`);
  return [title, bar(done, nodeCount), `${number(done)}/${number(nodeCount)}`, clock(elapsedMs), ...parts].join('  ');
}

/** Minutes and seconds, hours where there are any. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const rest = `${two(minutes % 60)}:${two(seconds % 60)}`;
  return minutes < 60 ? rest : `${Math.floor(minutes / 60)}:${rest}`;
}

/** Nodes that need no waiting for. */
function finished({ nodeCount, counts }: Summary): number {
  return nodeCount - UNDECIDED.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
}

function bar(done: number, all: number): string {
  const full = all === 0 ? 0 : Math.floor((done / all) * BAR_WIDTH);
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}

const number = (value = 0): string => value.toLocaleString('en-US');
const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
