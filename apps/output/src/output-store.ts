import type { OnApplicationShutdown } from '@nestjs/common';
import type { NodeOutput__Output } from '@push-jobs/contracts';
import type { Database } from '@push-jobs/db';
import { type Chunk, chunksOf } from './chunks.ts';

export class OutputStore implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  /**
   * One statement, so one transaction; durable when it returns. A node's output in a job is taken as a whole or not at
   * all: whoever inserts the first byte of stdout also inserts the rest, and a repeat finds that byte taken.
   */
  async put(outputs: readonly NodeOutput__Output[]): Promise<void> {
    const chunks = chunksOf(outputs);
    const column = <K extends keyof Chunk>(key: K): Chunk[K][] => chunks.map((chunk) => chunk[key]);
    await this.database.$executeRaw`
      with chunk as (
        select * from unnest(
          ${column('jobId')}::text[], ${column('node')}::text[], ${column('channel')}::text[],
          ${column('offset')}::bigint[], ${column('data')}::bytea[]
        ) as t (job_id, node, channel, "offset", data)
      ), claimed as (
        insert into output_chunk (job_id, node, channel, "offset", data)
        select job_id, node, channel, "offset", data from chunk where channel = 'stdout' and "offset" = 0
        on conflict do nothing
        returning job_id, node
      )
      insert into output_chunk (job_id, node, channel, "offset", data)
      select job_id, node, channel, "offset", data from chunk join claimed using (job_id, node)
      where not (channel = 'stdout' and "offset" = 0)
      on conflict do nothing`;
  }

  /** The chunks of one channel in order, one in memory at a time. Yields nothing where nothing was captured. */
  async *read(jobId: string, node: string, channel: Chunk['channel']): AsyncGenerator<Uint8Array> {
    if (/\0/.test(jobId + node)) return; // no text in Postgres holds NUL
    for (let next = 0; ;) {
      const [chunk] = await this.database.$queryRaw<{ data: Uint8Array; end: number }[]>`
        select data, ("offset" + length(data))::float8 as "end" from output_chunk
        where job_id = ${jobId} and node = ${node} and channel = ${channel} and "offset" >= ${next}
        order by "offset" limit 1`;
      if (chunk === undefined) return;
      yield chunk.data;
      if (chunk.data.length === 0) return;
      next = chunk.end;
    }
  }

  /** @throws while Postgres does not answer */
  async ping(): Promise<void> {
    await this.database.$queryRaw`select 1`;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.$disconnect();
  }
}
