import { describe, expect, it } from 'vitest';
import { resultOf } from './result.ts';
import { table } from './table.ts';

describe('the table', () => {
  it('has each figure beside its floor, with the spread of both', () => {
    const spec = { name: 'memory', title: 'memory of a node', unit: 'KB', digits: 0, target: { under: 110 } };
    const storm = { name: 'storm', title: 'storm', unit: 's', digits: 1, target: { underTimesFloor: 3 } };
    const text = table([resultOf(spec, [90, 100, 110], [80]), resultOf(storm, [], [])]);
    expect(text.split('\n')).toEqual([
      'figure                   value  unit  bare floor  ratio  target',
      '-'.repeat(80),
      'memory of a node  100 (95-105)  KB            80  1.25x  under 110       met',
      'storm                        -  s              -         under 3x floor  NOT MET',
    ]);
  });
});
