import type { IncomingMessage } from 'node:http';

const MAX_BYTES = 8_000_000;
const MAX_MS = 5_000;

/**
 * Takes in what is left of the body of a request that was refused before all of it had come. A connection that is
 * closed with bytes unread is reset, and the reset may overtake the answer on its way to the caller. Resolves once all
 * has come, the caller is gone, or it is more than a caller by mistake would send.
 */
export function takeRestOfBody(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let left = MAX_BYTES;
    const count = (chunk: Buffer): void => {
      left -= chunk.length;
      if (left < 0) finish();
    };
    const finish = (): void => {
      clearTimeout(late);
      request.off('data', count);
      resolve();
    };
    const late = setTimeout(finish, MAX_MS);
    request.on('data', count).once('end', finish).once('close', finish);
  });
}
