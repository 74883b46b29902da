/**
 * Only deadlines that come due within this time are in the queue. Most jobs end long before their deadline: at hundreds
 * of jobs a second, an hour of those would fill Redis. `job.deadline_at` is the truth, and the sweep that arms what comes
 * near runs several times within this span.
 */
export const ARMED_AHEAD_MS = 15_000;
