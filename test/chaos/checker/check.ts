import type { History, Violation } from '../history.ts';
import { answers } from './answers.ts';
import { endings } from './endings.ts';
import { logs, organizationLogs, watches } from './feeds.ts';
import { outcomes, places, starts } from './journals.ts';
import { outputs } from './outputs.ts';
import { presence } from './presence.ts';
import { tenancy } from './tenancy.ts';
import { vitals } from './vitals.ts';

const CHECKS: readonly ((history: History) => Violation[])[] = [
  ...[endings, starts, outcomes, places, logs, watches, organizationLogs, outputs, tenancy, answers, vitals, presence],
];

/** Everything that was promised and not kept in a run. Pure. */
export const check = (history: History): Violation[] => CHECKS.flatMap((judge) => judge(history));
