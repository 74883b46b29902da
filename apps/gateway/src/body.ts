import { AppError } from '@push-jobs/platform';
import type { IncomingMessage } from 'node:http';
import type { BodyRoom } from './body-room.ts';

const MAX_BODY_BYTES = 1_000_000;
/** Shorter than what an upload to a Chef Infra Server may take on the same port. */
const MAX_BODY_MS = 60_000;

/**
 * The bytes of a body, whatever its content type says: they are what was signed.
 * @throws AppError `too_large` beyond 1,000,000 bytes (wire contract section 1), `invalid` when the caller hangs up, or is
 * hung up on for not having sent all of it within `maxMs`; what `room` throws where there is none.
 */
export async function readBody(request: IncomingMessage, room: BodyRoom, maxMs = MAX_BODY_MS): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunksOf(request, maxMs)) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    room.take(request, chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Leaves the request intact when the loop is left early, so that it can still be answered. */
async function* chunksOf(request: IncomingMessage, maxMs: number): AsyncGenerator<Buffer> {
  const late = setTimeout(() => request.destroy(), maxMs);
  try {
    // No encoding is set, so that chunks are bytes.
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new AppError('invalid', 'the request ended before its body did', { cause });
  } finally {
    clearTimeout(late);
  }
}

const tooLarge = (): AppError => new AppError('too_large', `JSON must be no more than ${MAX_BODY_BYTES} bytes.`);
