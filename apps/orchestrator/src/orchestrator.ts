import { Injectable } from '@nestjs/common';
import { Performer } from './effects/performer.ts';
import type { Happening } from './machine/fold.ts';
import { JobChanges } from './machine/job-changes.ts';
import type { Cursor } from './machine/locked-jobs.ts';

/** Something happens to jobs: the change commits, then what follows from it is done. */
@Injectable()
export class Orchestrator {
  constructor(
    private readonly changes: JobChanges,
    private readonly performer: Performer,
  ) {}

  /** Returns once it is durable; what follows goes on in the background. */
  async handle(happenings: readonly Happening[], cursor?: Cursor): Promise<void> {
    this.performer.follow(await this.changes.commit(happenings, cursor));
  }
}
