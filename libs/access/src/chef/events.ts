import { Logger } from '@nestjs/common';
import { Counter, Gauge, type Registry } from 'prom-client';
import { CircuitOpen } from './circuit-breaker.ts';
import type { ChefReply } from './chef-api.ts';

/** What an operator wants to see of the Chef Infra Server. None of these throws by itself. */
export class ChefServerEvents {
  private readonly log = new Logger('directory');
  private readonly questions: Counter<'outcome'>;
  private readonly circuit: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.questions = new Counter({
      name: 'push_jobs_chef_server_questions_total',
      help: 'Questions to the Chef Infra Server, by outcome: found, absent, refused, failed, or not asked for its circuit was open',
      labelNames: ['outcome'],
      registers,
    });
    this.circuit = new Gauge({
      name: 'push_jobs_chef_server_circuit_open',
      help: '1 while the Chef Infra Server counts as away',
      registers,
    });
    this.circuit.set(0);
  }

  circuitChanged(open: boolean): void {
    this.circuit.set(open ? 1 : 0);
    if (open) this.log.warn({ msg: 'the Chef Infra Server is away; requests are answered with 502 meanwhile' });
    else this.log.log({ msg: 'the Chef Infra Server is back' });
  }

  /** Counts how a question ends. */
  async counting(ask: () => Promise<ChefReply>): Promise<ChefReply> {
    try {
      const reply = await ask();
      this.questions.inc({ outcome: outcomeOf(reply.status) });
      return reply;
    } catch (error) {
      this.questions.inc({ outcome: error instanceof CircuitOpen ? 'not_asked' : 'failed' });
      throw error;
    }
  }
}

function outcomeOf(status: number): 'found' | 'absent' | 'refused' {
  if (status === 200) return 'found';
  return status === 404 ? 'absent' : 'refused';
}
