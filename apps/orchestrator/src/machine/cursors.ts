import type { Send } from '@push-jobs/db';

/** One batch of a broker's lane. */
export interface Cursor {
  readonly session: string;
  readonly lane: number;
  readonly number: number;
}

const ADVANCE = {
  name: 'advance_cursors',
  text: `
    insert into report_cursor as kept (session, lane, number)
    select session, lane, number
      from jsonb_to_recordset($1::jsonb) as c(session text, lane int, number bigint)
     order by session, lane
        on conflict (session, lane) do update set number = excluded.number, updated_at = now()
     where kept.number < excluded.number
    returning session, lane`,
};

/** Of one lane there can be only one batch in a transaction. */
export const laneOf = ({ session, lane }: Pick<Cursor, 'session' | 'lane'>): string => `${session} ${lane}`;

/**
 * Moves lanes on to these batches.
 * @returns the lanes that moved. In the others the batch, or a later one, has been here before.
 */
export async function advanceCursors(send: Send, cursors: readonly Cursor[]): Promise<Set<string>> {
  if (cursors.length === 0) return new Set();
  const call = { statement: ADVANCE, values: [JSON.stringify(cursors)] };
  return new Set((await send<Pick<Cursor, 'session' | 'lane'>>(call)).map(laneOf));
}
