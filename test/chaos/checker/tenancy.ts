import type { History, Violation } from '../history.ts';

/** Promise 7: another organization's things are 404, its doors 403, and nothing of it is in any list. */
export function tenancy({
  trespasses,
  listings,
  jobs,
}: Pick<History, 'trespasses' | 'listings' | 'jobs'>): Violation[] {
  const promise = 'organizations are apart';
  const seen = trespasses
    .filter(({ status }) => status !== undefined && status < 400)
    .map(({ as, path, status, atMs }) => ({ promise, what: `${as} was answered ${status} for ${path}`, atMs }));
  const owners = new Map(jobs.map(({ id, plan }) => [id, plan.organization]));
  const listed = listings.flatMap(({ organization, ids }) =>
    ids
      .filter((id) => owners.has(id) && owners.get(id) !== organization)
      .map((jobId) => ({ promise, what: `the list of ${organization} has a job of ${owners.get(jobId)}`, jobId })),
  );
  return [...seen, ...listed];
}
