import type { Exchange, History, Outage, Violation } from '../history.ts';

/** Faults cost time, or are 5xx while they last; a 4xx tells a caller that what it asked for was wrong. */
export function answers({ exchanges, outages }: Pick<History, 'exchanges' | 'outages'>): Violation[] {
  return exchanges.flatMap((exchange) => {
    const what = wrongWith(exchange, outages);
    return what === undefined ? [] : [{ promise: 'no 5xx outside of outages', what, atMs: exchange.atMs }];
  });
}

function wrongWith(exchange: Exchange, outages: readonly Outage[]): string | undefined {
  const { status, method, path, tookMs, problem = '' } = exchange;
  if (status === undefined || status < 400) return undefined;
  if (status >= 500 && outages.some((outage) => overlaps(exchange, outage))) return undefined;
  return `${method} ${path} was answered ${status} after ${tookMs} ms: ${problem}`;
}

const overlaps = ({ atMs, tookMs }: Exchange, { fromMs, untilMs }: Outage): boolean =>
  atMs <= untilMs && atMs + tookMs >= fromMs;
