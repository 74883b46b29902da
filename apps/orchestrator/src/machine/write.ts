import type { Transaction } from '@push-jobs/db';
import type { Recorded } from './recorded.ts';

/** All writes of a transaction are set-based: one statement per table, whatever the number of jobs and nodes. */
export async function writeJobs(tx: Transaction, recorded: readonly Recorded[], nowMs: number): Promise<void> {
  const rows = recorded.map(({ id, status, lastEvent, lastMicros, deadlineMs, endedMs }) => {
    return { id, status, last_event: lastEvent, last_micros: lastMicros, deadline_ms: deadlineMs, ended_ms: endedMs };
  });
  await tx.$executeRaw`
    update job
       set status = c.status,
           updated_at = case when job.status = c.status then updated_at else to_timestamp(${nowMs}::float8 / 1000) end,
           deadline_at = case when job.status = c.status then deadline_at else to_timestamp(c.deadline_ms / 1000) end,
           ended_at = coalesce(to_timestamp(c.ended_ms / 1000), ended_at),
           version = version + 1,
           last_event = c.last_event,
           last_event_micros = c.last_micros
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as c(id text, status text, last_event int, last_micros bigint, deadline_ms float8, ended_ms float8)
     where job.id = c.id`;
}

export async function writeNodes(tx: Transaction, recorded: readonly Recorded[], nowMs: number): Promise<void> {
  const rows = recorded.flatMap(({ id, change }) =>
    Array.from(change.nodes.values(), ({ node, status, reason }) => ({ job_id: id, node, status, reason })),
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    update job_node
       set status = c.status, reason = c.reason, updated_at = to_timestamp(${nowMs}::float8 / 1000)
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(job_id text, node text, status text, reason text)
     where job_node.job_id = c.job_id and job_node.node = c.node`;
}

export async function writeEvents(tx: Transaction, recorded: readonly Recorded[]): Promise<void> {
  const rows = recorded.flatMap(({ id, events }) => events.map((event) => ({ job_id: id, ...event })));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    insert into job_event (job_id, number, event, data)
    select job_id, number, event, data
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e(job_id text, number int, event text, data text)`;
}
