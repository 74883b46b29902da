import type { Job } from '@push-jobs/job';

interface Copy {
  readonly version: number;
  readonly job: Job;
}

/** How many nodes all copies together may have: about 100 bytes each. */
const MAX_NODES = 500_000;

/**
 * Jobs that this process changed lately, so that a batch about ten thousand nodes need not read ten thousand rows.
 * A copy is taken out to be worked on and comes back only after its transaction has committed, so a rollback loses it.
 */
export class WorkingCopies {
  private readonly copies = new Map<string, Copy>();
  private nodes = 0;

  constructor(private readonly maxNodes = MAX_NODES) {}

  has(jobId: string): boolean {
    return this.copies.has(jobId);
  }

  /** The copy, unless the job has changed since; in any case it is not here afterwards. */
  take(jobId: string, version: number): Job | undefined {
    const copy = this.copies.get(jobId);
    if (copy === undefined) return undefined;
    this.drop(jobId, copy);
    return copy.version === version ? copy.job : undefined;
  }

  /** Least recently used copies make room. */
  put(job: Job, version: number): void {
    const older = this.copies.get(job.id);
    if (older !== undefined && older.version > version) return;
    if (older !== undefined) this.drop(job.id, older);
    this.copies.set(job.id, { job, version });
    this.nodes += job.nodes.size;
    for (const [id, copy] of this.copies) {
      if (this.nodes <= this.maxNodes) return;
      this.drop(id, copy);
    }
  }

  private drop(jobId: string, copy: Copy): void {
    this.copies.delete(jobId);
    this.nodes -= copy.job.nodes.size;
  }
}
