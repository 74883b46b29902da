import { setTimeout as pause } from 'node:timers/promises';
import type { Exchange } from '../history.ts';
import type { Installation } from '../installation.ts';
import type { Tenant } from '../tenants.ts';

const PATIENCE_MS = 20_000;

export interface Answer {
  readonly status: number | undefined;
  readonly text: string;
}

/** The client of one organization's user; keeps a record of every request and what became of it. */
export class Recorder {
  constructor(
    private readonly installation: Installation,
    private readonly tenant: Tenant,
    private readonly exchanges: Exchange[],
  ) {}

  get organization(): string {
    return this.tenant.organization;
  }

  path(rest: string): string {
    return `/organizations/${this.organization}/pushy/${rest}`;
  }

  /** `expected`: answers below 500 that are right besides those below 400. */
  async ask(method: string, rest: string, body?: unknown, expected: readonly number[] = []): Promise<Answer> {
    const atMs = Date.now();
    const answer = await this.attempt(method, this.path(rest), body);
    const { organization } = this;
    const known = answer.status !== undefined && expected.includes(answer.status);
    const problem = answer.status === undefined || answer.status >= 400 ? answer.text.slice(0, 300) : undefined;
    if (!known) {
      this.exchanges.push({
        ...{ atMs, tookMs: Date.now() - atMs, organization, method, path: this.path(rest), status: answer.status },
        ...(problem === undefined ? {} : { problem }),
      });
    }
    return answer;
  }

  /** Asks until there is an answer below 500, as a person would. */
  async insist(rest: string, untilMs: number, expected: readonly number[] = []): Promise<Answer> {
    for (;;) {
      const answer = await this.ask('GET', rest, undefined, expected);
      if ((answer.status !== undefined && answer.status < 500) || Date.now() > untilMs) return answer;
      await pause(300);
    }
  }

  private async attempt(method: string, path: string, body: unknown): Promise<Answer> {
    try {
      const client = this.installation.client(this.tenant.user);
      const response = await client.request(method, path, body, {}, AbortSignal.timeout(PATIENCE_MS));
      return { status: response.status, text: await response.text() };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
      return { status: undefined, text: `${String(error)} ${cause}` };
    }
  }
}
