export interface SizedJob {
  readonly id: string;
  /** How many it names. */
  readonly nodes: number;
}

/** The first jobs that together have at most `nodes` nodes; one job in any case, however large it is. */
export function portion(jobs: readonly SizedJob[], nodes: number): readonly SizedJob[] {
  let sum = 0;
  const end = jobs.findIndex((job) => (sum += job.nodes) > nodes);
  return end === -1 ? jobs : jobs.slice(0, Math.max(1, end));
}

/** All of the jobs, in portions. */
export function* portions(jobs: readonly SizedJob[], nodes: number): Generator<readonly SizedJob[]> {
  for (let rest = jobs; rest.length > 0;) {
    const next = portion(rest, nodes);
    yield next;
    rest = rest.slice(next.length);
  }
}
