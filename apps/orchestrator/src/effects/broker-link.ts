import { type Command, connect, unary } from '@push-jobs/contracts';
import { Batches, inBatchSpan } from '@push-jobs/platform';
import { lengthOf } from './orders.ts';

const DELIVER_TIMEOUT_MS = 10_000;
/** A call carries at most about this many bytes, and always at least one command. */
const CALL_BYTES = 4 * 1024 * 1024;

/** The way to one broker: one call at a time, and what comes meanwhile goes together in the next. */
export class BrokerLink {
  private readonly client;
  private readonly batches: Batches<Command, ReadonlySet<string>>;
  private delivering = 0;
  private closed = false;

  constructor(address: string) {
    this.client = connect('Nodes', address);
    this.batches = new Batches({ work: (commands) => this.call(commands), cut: howManyGoTogether });
  }

  /**
   * @returns the nodes that this broker could not reach: nothing was sent to them.
   * @throws ServiceError where the broker did not answer: the command may have been sent or not.
   */
  async deliver(command: Command): Promise<ReadonlySet<string>> {
    this.delivering += 1;
    try {
      return await this.batches.add(command);
    } finally {
      this.delivering -= 1;
      this.closeWhenDone();
    }
  }

  /** What is waiting still goes out; then the channel closes. */
  close(): void {
    this.closed = true;
    this.closeWhenDone();
  }

  private closeWhenDone(): void {
    if (this.closed && this.delivering === 0) this.client.close();
  }

  private async call(commands: readonly Command[]): Promise<ReadonlySet<string>[]> {
    const callers = commands.map(({ traceparent }) => traceparent);
    const request = { commands: [...commands] };
    const { undelivered } = await inBatchSpan('deliver commands', callers, () =>
      unary(this.client, this.client.Deliver, request, { timeoutMs: DELIVER_TIMEOUT_MS }),
    );
    const missing = new Map<string, Set<string>>();
    for (const { jobId, nodes } of undelivered) missing.set(jobId, new Set([...(missing.get(jobId) ?? []), ...nodes]));
    return commands.map(({ jobId }) => missing.get(jobId ?? '') ?? NOBODY);
  }
}

function howManyGoTogether(waiting: readonly Command[]): number {
  let bytes = 0;
  const tooMuch = waiting.findIndex((command) => (bytes += lengthOf(command.nodes ?? [], command.commit)) > CALL_BYTES);
  return tooMuch === -1 ? waiting.length : tooMuch;
}

const NOBODY: ReadonlySet<string> = new Set();
