/**
 * Why a request got no answer from the server behind a proxy:
 * - `away`: no connection, or one that broke;
 * - `late`: it, or the caller with the rest of the body, said nothing for too long;
 * - `too_large`: the body;
 * - `ambiguous`: the end of the body is not certain;
 * - `loop`: the request came back to us.
 */
export type Obstacle = 'away' | 'late' | 'too_large' | 'ambiguous' | 'loop';

/** A request that was not answered by the server it was meant for. Nothing was sent to the caller yet. */
export class NotPassed extends Error {
  override name = 'NotPassed';

  constructor(
    readonly why: Obstacle,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
