import { type Command, connect, unary } from '@push-jobs/contracts';
import { inBatchSpan } from '@push-jobs/platform';

const DELIVER_TIMEOUT_MS = 10_000;
/** A call carries at most about this many bytes, and always at least one command. */
const CALL_BYTES = 4 * 1024 * 1024;

interface Waiting {
  readonly command: Command;
  readonly bytes: number;
  resolve(undelivered: ReadonlySet<string>): void;
  reject(error: unknown): void;
}

/** The way to one broker: one call at a time, and what comes meanwhile goes together in the next. */
export class BrokerLink {
  private readonly client;
  private readonly waiting: Waiting[] = [];
  private busy = false;
  private closed = false;

  constructor(address: string) {
    this.client = connect('Nodes', address);
  }

  /**
   * @returns the nodes that this broker could not reach: nothing was sent to them.
   * @throws ServiceError where the broker did not answer: the command may have been sent or not.
   */
  deliver(command: Command): Promise<ReadonlySet<string>> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ command, bytes: weigh(command), resolve, reject });
      if (!this.busy) void this.pump();
    });
  }

  /** What is waiting still goes out; then the channel closes. */
  close(): void {
    this.closed = true;
    if (!this.busy) this.client.close();
  }

  private async pump(): Promise<void> {
    this.busy = true;
    for (let batch = this.nextBatch(); batch.length > 0; batch = this.nextBatch()) await this.call(batch);
    this.busy = false;
    if (this.closed) this.client.close();
  }

  private nextBatch(): Waiting[] {
    let bytes = 0;
    const tooMuch = this.waiting.findIndex((entry, i) => (bytes += entry.bytes) > CALL_BYTES && i > 0);
    return this.waiting.splice(0, tooMuch === -1 ? this.waiting.length : tooMuch);
  }

  private async call(batch: readonly Waiting[]): Promise<void> {
    try {
      const request = { commands: batch.map((entry) => entry.command) };
      const callers = batch.map(({ command }) => command.traceparent);
      const { undelivered } = await inBatchSpan('deliver commands', callers, () =>
        unary(this.client, this.client.Deliver, request, { timeoutMs: DELIVER_TIMEOUT_MS }),
      );
      const missing = new Map<string, Set<string>>();
      for (const { jobId, nodes } of undelivered)
        missing.set(jobId, new Set([...(missing.get(jobId) ?? []), ...nodes]));
      for (const { command, resolve } of batch) resolve(missing.get(command.jobId ?? '') ?? NOBODY);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

const NOBODY: ReadonlySet<string> = new Set();

function weigh({ nodes = [], commit }: Command): number {
  const names = nodes.reduce((sum, name) => sum + name.length + 2, 100);
  const variables = Object.entries(commit?.env?.variables ?? {});
  const environment = variables.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return names + (commit?.command?.length ?? 0) + (commit?.file?.length ?? 0) + environment;
}
