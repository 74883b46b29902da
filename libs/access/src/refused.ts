import { AppError, type Kind } from '@push-jobs/platform';

const KIND_OF = {
  missing_headers: 'invalid',
  unsupported_version: 'invalid',
  bad_timestamp: 'unauthenticated',
  clock_skew: 'unauthenticated',
  unknown_organization: 'not_found',
  unknown_principal: 'unauthenticated',
  bad_signature: 'unauthenticated',
  not_associated: 'forbidden',
  not_permitted: 'forbidden',
  names_differ: 'forbidden',
} as const satisfies Record<string, Kind>;

/** Why a request was turned away, in words fit for a metric's label. */
export type RefusalReason = keyof typeof KIND_OF;

const CHALLENGE = { 'WWW-Authenticate': 'X-Ops-Sign version="1.0" version="1.1" version="1.3"' };

/** A request that was turned away for who sent it, or for what they may do (wire contract sections 1 and 2). */
export class Refused extends AppError {
  override name = 'Refused';

  constructor(
    readonly reason: RefusalReason,
    message: string,
  ) {
    const kind = KIND_OF[reason];
    super(kind, message, { asList: true, headers: kind === 'unauthenticated' ? CHALLENGE : {} });
  }
}
