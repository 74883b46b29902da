import type { OutboxRow } from './outbox-rows.ts';
import { lengthOf } from './orders.ts';

/** How much more there is room for. */
export interface Room {
  readonly rows: number;
  /** Of the jobs that the rows are about. */
  readonly characters: number;
}

type Weighty = Pick<OutboxRow, 'command' | 'characters'>;

/** How much work a process may be busy with. The text is far above that of one job, which fits into a request. */
const MOST: Room = { rows: 10_000, characters: 64_000_000 };

/** What this process is busy with. */
export class InHand {
  private readonly work = new Map<string, Promise<void>>();
  private held = 0;

  constructor(private readonly most = MOST) {}

  get ids(): string[] {
    return [...this.work.keys()];
  }

  get characters(): number {
    return this.held;
  }

  get room(): Room {
    return { rows: this.most.rows - this.work.size, characters: this.most.characters - this.held };
  }

  /** Begins work on those rows for which there is room. */
  begin(rows: readonly OutboxRow[], perform: (rows: readonly OutboxRow[]) => Promise<void>): void {
    const { taken, characters } = thatFit(rows, this.room);
    if (taken.length === 0) return;
    this.held += characters;
    const done = perform(taken).finally(() => {
      this.held -= characters;
      for (const { id } of taken) this.work.delete(id);
    });
    for (const { id } of taken) this.work.set(id, done);
  }

  async settled(): Promise<void> {
    while (this.work.size > 0) await Promise.allSettled(this.work.values());
  }
}

/** Those rows for which there is room, in their order, and what they weigh: a short one gets past a long one. */
export function thatFit<T extends Weighty>(rows: readonly T[], room: Room): { taken: T[]; characters: number } {
  const taken: T[] = [];
  let characters = 0;
  for (const row of rows) {
    const weight = weigh(row);
    if (taken.length >= room.rows || weight > Math.max(0, room.characters - characters)) continue;
    taken.push(row);
    characters += weight;
  }
  return { taken, characters };
}

/** Characters that are in memory while this is done, about. */
function weigh({ command, characters = 0 }: Weighty): number {
  if (command?.action.type !== 'commit') return characters;
  return lengthOf(command.nodes, command.action.commit);
}
