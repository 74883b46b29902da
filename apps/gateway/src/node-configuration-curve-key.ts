import { AppError } from '@push-jobs/platform';
import { isCurveKey } from '@push-jobs/protocol';

/** What the `ccpk` of a configuration request has to be (wire contract section 3). */
export class CurveKeyRule {
  /** `optional`: nodes may do without, and are sent to the command channel that does not encrypt. */
  constructor(private readonly optional: boolean) {}

  /**
   * @returns 40 characters of Z85; nothing where the node has no key, and needs none.
   * @throws AppError
   */
  read(ccpk: unknown): string {
    if (ccpk === undefined || ccpk === '') {
      if (this.optional) return '';
      throw new AppError('invalid', 'Missing ccpk', { asList: true });
    }
    if (typeof ccpk === 'string' && isCurveKey(ccpk)) return ccpk;
    throw new AppError('unauthenticated', 'Bad ccpk', { asList: true });
  }
}
