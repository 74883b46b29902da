import { expect, it } from 'vitest';
import { freshSequence } from './sequence.ts';

it.each([
  [undefined, 0, true],
  [undefined, 17, true],
  [1, 2, true],
  [1, 9, true],
  [1, 1, false],
  [2, 1, false],
  [0, 0, false],
])('after %s comes %s: %s', (last, next, fresh) => expect(freshSequence(last, next)).toBe(fresh));
