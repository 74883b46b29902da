import { Injectable } from '@nestjs/common';
import { type Caller, Directory } from '@push-jobs/access';
import { Backends } from '../backends.ts';
import { Events } from '../events.ts';
import { inChefsForm } from './chef-errors.ts';

/** The built-in directory, as the Chef API reads and changes it. */
@Injectable()
export class ChefDirectory {
  readonly reader;
  readonly admin;
  readonly nodes;

  constructor(
    backends: Backends,
    private readonly directory: Directory,
    private readonly events: Events,
  ) {
    this.reader = backends.directory;
    this.admin = backends.directoryAdmin;
    this.nodes = backends.nodeObjects;
  }

  /**
   * Awaits a change of who is who or may what. The next request that comes in here is judged by what is true then.
   * `change` and `subject` are for the log: `client created`, `web-01`.
   * @throws AppError
   */
  async changed<Reply>(caller: Caller, change: string, subject: string, answer: Promise<Reply>): Promise<Reply> {
    try {
      const reply = await inChefsForm(answer);
      this.events.directoryChanged(change, subject, caller);
      return reply;
    } finally {
      this.directory.forget(); // even on an error: a change may have been made whose answer was lost
    }
  }
}
