import type { IncomingHttpHeaders } from 'node:http';

/**
 * Which form of the Chef API a caller speaks. From version 1 on keys are things of their own; to version 0, which is
 * assumed where nothing is said, they are part of their owner. Later versions changed nothing that is answered here.
 */
export function apiVersion(headers: IncomingHttpHeaders): 0 | 1 {
  return Number(headers['x-ops-server-api-version'] ?? 0) >= 1 ? 1 : 0;
}
