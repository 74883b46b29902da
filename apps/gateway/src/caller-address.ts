import type { IncomingHttpHeaders } from 'node:http';

const HOST = /^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const UNNAMED_PORT = /:(?:80|443)$/;

/**
 * Scheme, host and port under which the caller reached us, as the first proxy in front of us tells it (wire contract
 * section 3, `POST /pushy/jobs`). Ports 80 and 443 are not named.
 */
export function callerOrigin(headers: IncomingHttpHeaders): string {
  const scheme = first(headers['x-forwarded-proto'])?.toLowerCase() === 'https' ? 'https' : 'http';
  const named = [first(headers['x-forwarded-host']), headers.host].find((host) => HOST.test(host ?? ''));
  return `${scheme}://${(named ?? 'localhost').replace(UNNAMED_PORT, '')}`;
}

/** Where a job is found, for a caller who sent these headers. */
export function jobUri(headers: IncomingHttpHeaders, organization: string, jobId: string): string {
  return `${callerOrigin(headers)}/organizations/${encodeURIComponent(organization)}/pushy/jobs/${jobId}`;
}

/** Each proxy adds to the right of what it was given. */
function first(header: string | string[] | undefined): string | undefined {
  return (
    String(header ?? '')
      .split(',')[0]
      ?.trim() || undefined
  );
}
