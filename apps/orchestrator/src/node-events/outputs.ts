import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { connect, type NodeEvent__Output, type NodeOutput, unary } from '@push-jobs/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { Config } from '../config.ts';
import { Postgres } from '../connections/postgres.ts';
import { Events } from '../events.ts';

/** A batch waits at most so long for the output store; then its broker has to send it again. */
const PATIENCE_MS = 30_000;
const CALL_TIMEOUT_MS = 10_000;
const CALL_BYTES = 4 * 1024 * 1024;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

interface Captured {
  readonly organization: string;
  readonly output: NodeOutput;
}

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
  async store(events: readonly NodeEvent__Output[]): Promise<void> {
    const outputs = await this.wanted(events.flatMap(outputOf));
    for (const call of calls(outputs)) await this.put(call);
  }

  onApplicationShutdown(): void {
    this.stopping.abort();
    this.client.close();
  }

  /** A node may only leave output in unfinished jobs that capture it and that it is part of. */
  private async wanted(outputs: readonly Captured[]): Promise<NodeOutput[]> {
    if (outputs.length === 0) return [];
    const asked = outputs.map(({ organization, output: { jobId, node } }, place) => {
      return { place, organization, job_id: jobId, node };
    });
    const rows = await this.postgres.direct.run<{ place: number }>({
      statement: WANTED,
      values: [JSON.stringify(asked)],
    });
    const places = new Set(rows.map(({ place }) => place));
    return outputs.flatMap(({ output }, place) => (places.has(place) ? [output] : []));
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

const WANTED = {
  name: 'outputs_wanted',
  text: `
    select asked.place
      from jsonb_to_recordset($1::jsonb) as asked(place int, organization text, job_id text, node text)
      join job on job.id = asked.job_id and job.organization = asked.organization
       and job.status in ('new', 'voting', 'running') and job.capture
      join job_node n on n.job_id = asked.job_id and n.node = asked.node`,
};

function outputOf({ news, organization, jobId, node, output }: NodeEvent__Output): Captured[] {
  const isResult = news === 'SUCCEEDED' || news === 'FAILED';
  if (!isResult || output === null) return [];
  return [{ organization, output: { jobId, node, stdout: output.stdout, stderr: output.stderr } }];
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
