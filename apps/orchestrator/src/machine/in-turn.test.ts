import { describe, expect, it } from 'vitest';
import { InTurn } from './in-turn.ts';

/** Work that begins when its turn comes, and ends when it is told to. */
class Task {
  begun = false;
  end: () => void = () => undefined;
  private readonly ended = new Promise<void>((resolve) => (this.end = resolve));
  readonly work = async (): Promise<void> => {
    this.begun = true;
    await this.ended;
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('work in turn', () => {
  it('waits for work on the same key, and for no other', async () => {
    const turns = new InTurn();
    const [first, second, third, other] = [new Task(), new Task(), new Task(), new Task()];
    void turns.run(['a'], first.work);
    void turns.run(['a', 'b'], second.work);
    void turns.run(['b'], third.work);
    void turns.run(['c'], other.work);
    await settle();
    expect([first, second, third, other].map(({ begun }) => begun)).toEqual([true, false, false, true]);
    first.end();
    await settle();
    expect([second.begun, third.begun]).toEqual([true, false]);
    second.end();
    await settle();
    expect(third.begun).toBe(true);
  });

  it('goes on after work that failed, whose caller alone hears of it', async () => {
    const turns = new InTurn();
    const failing = turns.run(['a'], () => Promise.reject(new Error('no')));
    const next = turns.run(['a'], () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('done');
  });

  it('never waits in a ring', async () => {
    const turns = new InTurn();
    const both = [turns.run(['a', 'b'], () => Promise.resolve(1)), turns.run(['b', 'a'], () => Promise.resolve(2))];
    expect(await Promise.all(both)).toEqual([1, 2]);
  });
});
