import type { Caller } from '@push-jobs/access';
import { AppError } from '@push-jobs/platform';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Requests per second that one gateway replica serves; 0 stands for no limit. */
export interface RateLimitSettings {
  readonly principalPerSecond: number;
  readonly organizationPerSecond: number;
}

/** Whoever is quiet for a while may make up for it within so long. */
const WINDOW_SECONDS = 10;

/** Keeps one caller, or one organization, from using up what all of them share. Counts per replica. */
export class RateLimits {
  private readonly principals: RateLimiterMemory | undefined;
  private readonly organizations: RateLimiterMemory | undefined;

  constructor({ principalPerSecond, organizationPerSecond }: RateLimitSettings) {
    this.principals = limiter(principalPerSecond);
    this.organizations = limiter(organizationPerSecond);
  }

  /**
   * Counts a request whose signature holds: nobody can use up what is another's. A node that fetches its configuration
   * does not count for its organization, since all nodes of one may come at once.
   * @throws AppError `too_many`, with `Retry-After` in whole seconds
   */
  async admit(caller: Caller, fetchesConfiguration: boolean): Promise<void> {
    const { kind, name, organization } = caller;
    await take(this.principals, `${organization}/${kind}/${name}`, `${kind} '${name}'`);
    if (organization === '' || fetchesConfiguration) return;
    await take(this.organizations, organization, `organization '${organization}'`);
  }
}

const limiter = (perSecond: number): RateLimiterMemory | undefined =>
  perSecond === 0
    ? undefined
    : new RateLimiterMemory({ points: Math.ceil(perSecond * WINDOW_SECONDS), duration: WINDOW_SECONDS });

async function take(limits: RateLimiterMemory | undefined, key: string, who: string): Promise<void> {
  try {
    await limits?.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    const headers = { 'Retry-After': String(seconds) };
    throw new AppError('too_many', `${who} sends too many requests; try again in ${seconds} s`, { headers });
  }
}
