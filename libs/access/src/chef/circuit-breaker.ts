import { admit, type Circuit, type CircuitLimits, CLOSED, settle } from './circuit.ts';

/** What a caller gets in place of an answer while the circuit is open. */
export class CircuitOpen extends Error {
  override name = 'CircuitOpen';
  constructor() {
    super('it failed again and again, and is asked again after a pause');
  }
}

/** Sends requests through a circuit. `changed` hears when it opens and closes, not of probes. */
export class CircuitBreaker {
  private circuit: Circuit = CLOSED;

  constructor(
    private readonly limits: CircuitLimits,
    private readonly nowMs: () => number,
    private readonly changed: (open: boolean) => void,
  ) {}

  /** @throws CircuitOpen without asking, or whatever `ask` rejects with, which counts as a fault. */
  async run<Reply>(ask: () => Promise<Reply>): Promise<Reply> {
    const { circuit, pass } = admit(this.circuit, this.nowMs());
    this.circuit = circuit;
    if (pass === 'none') throw new CircuitOpen();
    const settled = (worked: boolean): void =>
      this.become(settle(this.circuit, pass, worked, this.nowMs(), this.limits));
    try {
      const reply = await ask();
      settled(true);
      return reply;
    } catch (fault) {
      settled(false);
      throw fault;
    }
  }

  private become(next: Circuit): void {
    const before = this.circuit.state;
    this.circuit = next;
    if (before === 'closed' && next.state === 'open') this.changed(true);
    if (before === 'probing' && next.state === 'closed') this.changed(false);
  }
}
