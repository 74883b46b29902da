import type { SeenEvent } from '../history.ts';

/** The data of an event; nothing where it is no JSON object. */
export function read({ data }: SeenEvent): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}; // checked right here
  } catch {
    return {};
  }
}

/** N of `job-N` and `org-N`; NaN for anything else. */
export const numberOf = ({ id }: Pick<SeenEvent, 'id'>): number => Number(/^(?:job|org)-([1-9]\d*)$/.exec(id)?.[1]);
