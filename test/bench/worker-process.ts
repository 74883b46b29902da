import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { ended, opened } from './leftovers.ts';

/** What a worker can be asked to do. */
export type Methods = Record<string, (argument: never) => unknown>;

interface Call {
  readonly id: number;
  readonly method: string;
  readonly argument: unknown;
}
type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string });

/** A process of the benchmark's own, which answers calls; it ends with `await using`, or with us. */
export class WorkerProcess<M extends Methods> implements AsyncDisposable {
  private readonly waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  private readonly child: ChildProcess;
  private lastId = 0;

  /** `entry`: a file that calls `answerCalls`. */
  constructor(private readonly entry: URL) {
    // Standard output is for the result alone.
    this.child = fork(entry, { serialization: 'advanced', stdio: ['ignore', 2, 2, 'ipc'] });
    this.child.on('message', (answer: Answer) => this.answered(answer));
    this.child.once('exit', () => this.gone());
    opened(this);
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${this.entry.pathname} could not be started`);
    return this.child.pid;
  }

  /** @throws Error with what the worker threw, or because it ended */
  async call<K extends keyof M & string>(method: K, argument: Parameters<M[K]>[0]): Promise<Awaited<ReturnType<M[K]>>> {
    const id = ++this.lastId;
    const answer = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.child.send({ id, method, argument } satisfies Call);
    return (await answer) as Awaited<ReturnType<M[K]>>; // what the worker's method of that name returned
  }

  async [Symbol.asyncDispose](): Promise<void> {
    ended(this);
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }

  private answered(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(new Error(answer.error));
    else waiting?.resolve(answer.value);
  }

  private gone(): void {
    for (const { reject } of this.waiting.values()) reject(new Error(`${this.entry.pathname} ended`));
    this.waiting.clear();
  }
}

/** The worker's side: answers calls until the other side is gone. */
export function answerCalls(methods: Methods): void {
  process.on('message', (call: Call) => void answer(methods, call));
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.on('SIGINT', () => undefined); // the other side stops everything in order
}

async function answer(methods: Methods, { id, method, argument }: Call): Promise<void> {
  try {
    // The types of both sides are one, so the argument is what the method takes.
    const value = await methods[method]?.(argument as never);
    process.send?.({ id, value });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
