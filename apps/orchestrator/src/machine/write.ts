import type { Call } from '@push-jobs/db';
import type { Recorded, RecordingTimes } from './recorded.ts';

/** All writes of a transaction are set-based: one statement per table, whatever the number of jobs and nodes. */
export function writeJobs(recorded: readonly Recorded[], { nowMs }: RecordingTimes): Call[] {
  const rows = recorded.map(({ id, status, lastEvent, lastMicros, deadlineMs, endedMs }) => {
    return { id, status, last_event: lastEvent, last_micros: lastMicros, deadline_ms: deadlineMs, ended_ms: endedMs };
  });
  return [{ statement: JOBS, values: [JSON.stringify(rows), nowMs] }];
}

const JOBS = {
  name: 'write_jobs',
  text: `
    update job
       set status = c.status,
           updated_at = case when job.status = c.status then updated_at else to_timestamp($2::float8 / 1000) end,
           deadline_at = case when job.status = c.status then deadline_at else to_timestamp(c.deadline_ms / 1000) end,
           ended_at = coalesce(to_timestamp(c.ended_ms / 1000), ended_at),
           version = version + 1,
           last_event = c.last_event,
           last_event_micros = c.last_micros
      from jsonb_to_recordset($1::jsonb)
        as c(id text, status text, last_event int, last_micros bigint, deadline_ms float8, ended_ms float8)
     where job.id = c.id`,
};

export function writeNodes(recorded: readonly Recorded[], { nowMs }: RecordingTimes): Call[] {
  const rows = recorded.flatMap(({ id, change }) =>
    Array.from(change.nodes.values(), ({ node, status, reason }) => ({ job_id: id, node, status, reason })),
  );
  return rows.length === 0 ? [] : [{ statement: NODES, values: [JSON.stringify(rows), nowMs] }];
}

const NODES = {
  name: 'write_nodes',
  text: `
    update job_node
       set status = c.status, reason = c.reason, updated_at = to_timestamp($2::float8 / 1000)
      from jsonb_to_recordset($1::jsonb) as c(job_id text, node text, status text, reason text)
     where job_node.job_id = c.job_id and job_node.node = c.node`,
};

export function writeEvents(recorded: readonly Recorded[]): Call[] {
  const rows = recorded.flatMap(({ id, events }) => events.map((event) => ({ job_id: id, ...event })));
  return rows.length === 0 ? [] : [{ statement: EVENTS, values: [JSON.stringify(rows)] }];
}

const EVENTS = {
  name: 'write_events',
  text: `
    insert into job_event (job_id, number, event, data)
    select job_id, number, event, data
      from jsonb_to_recordset($1::jsonb) as e(job_id text, number int, event text, data text)`,
};
