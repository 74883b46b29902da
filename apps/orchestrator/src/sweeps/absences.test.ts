import { describe, expect, it } from 'vitest';
import { Absences } from './absences.ts';

describe('absences', () => {
  it('names a node once it has been missing for the whole patience', () => {
    const absences = new Absences(30);
    expect(absences.observe(['a'], 0)).toEqual([]);
    expect(absences.observe(['a', 'b'], 29)).toEqual([]);
    expect(absences.observe(['a', 'b'], 30)).toEqual(['a']);
    expect(absences.observe(['a', 'b'], 59)).toEqual(['a', 'b']);
  });

  it('begins anew for a node that was back in between', () => {
    const absences = new Absences(30);
    absences.observe(['a'], 0);
    absences.observe([], 20);
    expect(absences.observe(['a'], 30)).toEqual([]);
  });

  it('begins anew after a while in which nobody could look', () => {
    const absences = new Absences(30);
    absences.observe(['a'], 0);
    absences.forget();
    expect(absences.observe(['a'], 100)).toEqual([]);
    expect(absences.observe(['a'], 130)).toEqual(['a']);
  });
});
