import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Events } from '../events.ts';
import { JobChanges } from '../machine/job-changes.ts';
import { DeadlineQueue } from './deadline-queue.ts';

/** Deadlines that come due end the phase that they are of; where that phase is over already, they change nothing. */
@Injectable()
export class Expiry implements OnApplicationBootstrap {
  constructor(
    private readonly queue: DeadlineQueue,
    private readonly changes: JobChanges,
    private readonly events: Events,
  ) {}

  onApplicationBootstrap(): void {
    this.queue.work(async ({ jobId, of }) => {
      this.events.deadlineDue(jobId, of, 'queue');
      await this.changes.commit([{ jobId, input: { type: 'deadline', of } }]);
    });
  }
}
