export interface ExpiredJob {
  readonly id: string;
  readonly nodes: number;
}

/** The first jobs that together have at most `nodes` nodes; one job in any case, however large it is. */
export function portion(jobs: readonly ExpiredJob[], nodes: number): readonly ExpiredJob[] {
  let sum = 0;
  const end = jobs.findIndex((job) => (sum += job.nodes) > nodes);
  return end === -1 ? jobs : jobs.slice(0, Math.max(1, end));
}
