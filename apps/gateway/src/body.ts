import { AppError } from '@push-jobs/platform';
import type { IncomingMessage } from 'node:http';

const MAX_BODY_BYTES = 1_000_000;

/**
 * The bytes of a body, whatever its content type says: they are what was signed.
 * @throws AppError `too_large` beyond 1,000,000 bytes (wire contract section 1), `invalid` when the caller hangs up.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunksOf(request)) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Leaves the request intact when the loop is left early, so that it can still be answered. */
async function* chunksOf(request: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    // No encoding is set, so that chunks are bytes.
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new AppError('invalid', 'the request ended before its body did', { cause });
  }
}

const tooLarge = (): AppError => new AppError('too_large', `JSON must be no more than ${MAX_BODY_BYTES} bytes.`);
