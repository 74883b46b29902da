interface Waiting<Question, Answer> {
  readonly question: Question;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/**
 * Gathers questions that come one by one and asks them together. What comes while a batch is asked goes into the next
 * one, so ten thousand handshakes at once are a handful of queries, and a single one does not wait for company.
 */
export class Batched<Question, Answer> {
  private gathered: Waiting<Question, Answer>[] = [];
  private asking = 0;

  /** `ask` answers in the order of the questions. */
  constructor(
    private readonly ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
    private readonly limits: { readonly size: number; readonly inFlight: number } = { size: 1_000, inFlight: 2 },
  ) {}

  /** @throws what `ask` threw, for every question of the batch */
  get(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.gathered.push({ question, resolve, reject });
      if (this.gathered.length === 1) setImmediate(() => this.start());
    });
  }

  private start(): void {
    while (this.asking < this.limits.inFlight && this.gathered.length > 0) {
      void this.run(this.gathered.splice(0, this.limits.size));
    }
  }

  private async run(batch: readonly Waiting<Question, Answer>[]): Promise<void> {
    this.asking++;
    try {
      const answers = await this.ask(batch.map(({ question }) => question));
      batch.forEach((waiting, i) => waiting.resolve(answers[i] as Answer)); // as many answers as questions
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    } finally {
      this.asking--;
      this.start();
    }
  }
}
