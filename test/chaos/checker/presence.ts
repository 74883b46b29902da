import type { History, Violation } from '../history.ts';

/** Promise 5: once nothing is broken any more, every node takes jobs again. */
export const presence = ({ lostNodes }: Pick<History, 'lostNodes'>): Violation[] =>
  lostNodes.map(({ organization, node }) => ({
    promise: 'nodes come back',
    what: `${organization}/${node} did not become available again`,
  }));
