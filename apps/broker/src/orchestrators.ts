import { connect, type NodeEventsClient, unary } from '@push-jobs/contracts';

const TIMEOUT_MS = 3_000;

/** The orchestrator's replicas. Any of them can answer anything. */
export class Orchestrators {
  private readonly clients: readonly NodeEventsClient[];
  private preferred = 0;

  constructor(addresses: readonly string[]) {
    this.clients = addresses.map((address) => connect('NodeEvents', address));
  }

  get count(): number {
    return this.clients.length;
  }

  /** Counts on beyond the last one. */
  client(turn: number): NodeEventsClient {
    return this.clients[turn % this.clients.length] as NodeEventsClient; // the configuration names at least one
  }

  /** @throws what the last one answered, where none is there */
  async openJobs(organization: string, jobIds: readonly string[]): Promise<string[]> {
    const request = { organization, jobIds: [...jobIds] };
    const reply = await this.ask((client) => unary(client, client.openJobs, request, { timeoutMs: TIMEOUT_MS }));
    return reply.jobIds;
  }

  /** @throws what the last one answered, where none is there */
  async attach(nodes: readonly { organization: string; node: string }[]) {
    const names = nodes.map(({ organization, node }) => ({ organization, node }));
    const reply = await this.ask((client) => unary(client, client.attach, { nodes: names }, { timeoutMs: TIMEOUT_MS }));
    return reply.duties;
  }

  close(): void {
    for (const client of this.clients) client.close();
  }

  private async ask<Reply>(call: (client: NodeEventsClient) => Promise<Reply>): Promise<Reply> {
    for (let left = this.clients.length - 1; ; left--) {
      try {
        return await call(this.client(this.preferred));
      } catch (error) {
        this.preferred++;
        if (left <= 0) throw error;
      }
    }
  }
}
