/** One node of one organization. */
export interface NodeName {
  readonly organization: string;
  readonly node: string;
}

const LONGEST = 255;

/** A key for maps. Names hold no NUL, see `isStorable`. */
export const keyOf = ({ organization, node }: NodeName): string => `${organization}\0${node}`;

/** Postgres refuses NUL in a text, and one such text would spoil the batch that it shares with others. */
export const isStorable = (text: string): boolean => text.length > 0 && text.length <= LONGEST && !text.includes('\0');
