import { describe, expect, it } from 'vitest';
import { Batched } from './batched.ts';

/** Answers when the test says so. */
class Oracle {
  readonly asked: (readonly number[])[] = [];
  private readonly answers: (() => void)[] = [];

  readonly ask = (questions: readonly number[]): Promise<number[]> => {
    this.asked.push(questions);
    return new Promise((resolve) => this.answers.push(() => resolve(questions.map((question) => question * 10))));
  };

  answer(): void {
    this.answers.shift()?.();
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('batched questions', () => {
  it('are asked together, and each gets its own answer', async () => {
    const oracle = new Oracle();
    const batched = new Batched(oracle.ask);
    const answers = Promise.all([batched.get(1), batched.get(2), batched.get(1)]);
    await turn();
    oracle.answer();

    expect(await answers).toEqual([10, 20, 10]);
    expect(oracle.asked).toEqual([[1, 2, 1]]);
  });

  it('gather while as many batches as allowed are asked, and are cut to size', async () => {
    const oracle = new Oracle();
    const batched = new Batched(oracle.ask, { size: 2, inFlight: 1 });
    const first = batched.get(1);
    await turn();
    const rest = Promise.all([batched.get(2), batched.get(3), batched.get(4)]);
    await turn();
    expect(oracle.asked).toEqual([[1]]);

    for (let i = 0; i < 3; i++) {
      oracle.answer();
      await turn();
    }
    expect(await first).toBe(10);
    expect(await rest).toEqual([20, 30, 40]);
    expect(oracle.asked).toEqual([[1], [2, 3], [4]]);
  });

  it('fail together, and do not spoil the next', async () => {
    let broken = true;
    const batched = new Batched<number, number>((questions) => {
      return broken ? Promise.reject(new Error('away')) : Promise.resolve([...questions]);
    });
    const failing = [batched.get(1), batched.get(2)];
    await Promise.all(failing.map((answer) => expect(answer).rejects.toThrow('away')));
    broken = false;
    expect(await batched.get(3)).toBe(3);
  });
});
