import type { Pattern } from './pattern.ts';

/** What a search asks of a node. */
export type Query =
  | { readonly kind: 'field'; readonly field: Pattern; readonly value: Condition }
  | { readonly kind: 'every'; readonly of: readonly Query[] }
  | { readonly kind: 'any'; readonly of: readonly Query[] }
  | { readonly kind: 'not'; readonly of: Query };

/** What a search asks of a value. */
export type Condition = Pattern | Range;

/** From one value to another; undefined where it is open. */
export interface Range {
  readonly kind: 'range';
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Whether the bounds themselves belong to it. */
  readonly withFrom: boolean;
  readonly withTo: boolean;
}
