import { describe, expect, it } from 'vitest';
import { beat, heardNothingYet, lookAt, type ServerHealth } from './server-health.ts';

const terms = { intervalMs: 10, offlineThreshold: 3, onlineThreshold: 2 };
const start = heardNothingYet(0);
const silent = lookAt(start, 31, terms);

const play = (from: ServerHealth, ...beatsAt: number[]) =>
  beatsAt.reduce((health, atMs) => beat(lookAt(health, atMs, terms), atMs, terms), from);

describe('the server', () => {
  it('is taken to be there at first', () => expect(start.online).toBe(true));
  it('is still there after exactly the threshold of silent intervals', () => {
    expect(lookAt(start, 30, terms).online).toBe(true);
  });
  it('is offline after more than that', () => expect(silent.online).toBe(false));
  it('stays online while its beats come', () => expect(play(start, 10, 20, 30, 40, 50).online).toBe(true));
  it('is not back with one beat', () => expect(play(silent, 40).online).toBe(false));
  it('is back with two', () => expect(play(silent, 40, 50).online).toBe(true));
  it('has to start over when silence falls between the two', () => {
    expect(play(silent, 40, 90).online).toBe(false);
    expect(play(silent, 40, 90, 100).online).toBe(true);
  });
});
