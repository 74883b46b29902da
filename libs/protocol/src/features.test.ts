import { describe, expect, it } from 'vitest';
import { readFeatures } from './features.ts';

describe('features of a configuration request', () => {
  it.each([['result_ack'], ['telepathy,result_ack,result_ack'], [['telepathy', 'result_ack']]])(
    'are those that are known: %j',
    (value) => expect(readFeatures(value)).toEqual(['result_ack']),
  );

  it.each([[undefined], [''], [','], ['RESULT_ACK'], [null], [7], [{ result_ack: true }], [[['result_ack']]]])(
    'are none where it names none: %j',
    (value) => expect(readFeatures(value)).toEqual([]),
  );
});
