import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { connect, type NodeEvent__Output, type NodeOutput, unary } from '@push-jobs/contracts';
import { Prisma } from '@push-jobs/db';
import { setTimeout as pause } from 'node:timers/promises';
import { Config } from '../config.ts';
import { Postgres } from '../connections/postgres.ts';
import { Events } from '../events.ts';
import type { OpenJobs } from './news.ts';

/** A batch waits at most so long for the output store; then its broker has to send it again. */
const PATIENCE_MS = 30_000;
const CALL_TIMEOUT_MS = 10_000;
const CALL_BYTES = 4 * 1024 * 1024;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/** Output that came with results, stored before the results count (so that it is readable once the job is complete). */
@Injectable()
export class Outputs implements OnApplicationShutdown {
  private readonly client;
  private readonly stopping = new AbortController();

  constructor(
    config: Config,
    private readonly postgres: Postgres,
    private readonly events: Events,
  ) {
    this.client = connect('Outputs', config.outputAddress);
  }

  /**
   * Stores the output of jobs that capture it, whatever their nodes' statuses (wire contract section 7).
   * @throws where the output store stays away.
   */
  async store(events: readonly NodeEvent__Output[], open: OpenJobs): Promise<void> {
    const outputs = await this.fromMembers(events.flatMap((event) => captured(event, open)));
    for (const call of calls(outputs)) await this.put(call);
  }

  onApplicationShutdown(): void {
    this.stopping.abort();
    this.client.close();
  }

  /** A node may only leave output in jobs that it is part of. */
  private async fromMembers(outputs: readonly NodeOutput[]): Promise<NodeOutput[]> {
    if (outputs.length === 0) return [];
    const asked = JSON.stringify(outputs.map(({ jobId, node }) => ({ job_id: jobId, node })));
    const members = await this.postgres.query<{ jobId: string; node: string }>(Prisma.sql`
      select n.job_id as "jobId", n.node
        from jsonb_to_recordset(${asked}::jsonb) as asked(job_id text, node text)
        join job_node n on n.job_id = asked.job_id and n.node = asked.node`);
    const known = new Set(members.map(({ jobId, node }) => `${jobId} ${node}`));
    return outputs.filter(({ jobId, node }) => known.has(`${jobId} ${node}`));
  }

  private async put(outputs: readonly NodeOutput[]): Promise<void> {
    const giveUpMs = Date.now() + PATIENCE_MS;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        await unary(this.client, this.client.Put, { outputs: [...outputs] }, { timeoutMs: CALL_TIMEOUT_MS });
        return;
      } catch (error) {
        if (Date.now() + pauseMs > giveUpMs) throw error;
        this.events.outputStoreAway(error);
        await pause(pauseMs, undefined, { signal: this.stopping.signal });
      }
    }
  }
}

function captured({ news, organization, jobId, node, output }: NodeEvent__Output, open: OpenJobs): NodeOutput[] {
  const isResult = news === 'SUCCEEDED' || news === 'FAILED';
  const job = open.byId(jobId);
  if (!isResult || output === null || job?.organization !== organization || !job.capture) return [];
  return [{ jobId, node, stdout: output.stdout, stderr: output.stderr }];
}

function calls(outputs: readonly NodeOutput[]): NodeOutput[][] {
  const batches: NodeOutput[][] = [];
  let bytes = Infinity; // the first output opens the first batch, even where it is empty
  for (const output of outputs) {
    const size = (output.stdout?.length ?? 0) + (output.stderr?.length ?? 0);
    if (bytes + size > CALL_BYTES) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(output);
    bytes += size;
  }
  return batches;
}
