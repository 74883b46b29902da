import { UNHURRIED } from '@push-jobs/platform';

/** Questions about single nodes are asked together: ten thousand handshakes at once are a handful of queries. */
export const TOGETHER = { atOnce: 2, cut: () => 1_000, ...UNHURRIED } as const;
