import { describe, expect, it } from 'vitest';
import { CircuitBreaker, CircuitOpen } from './circuit-breaker.ts';
import { admit, type Circuit, CLOSED, settle } from './circuit.ts';

const LIMITS = { faults: 3, pauseMs: 1_000 };
const OPEN: Circuit = { state: 'open', untilMs: 1_000 };
const fail = (circuit: Circuit, nowMs = 0): Circuit => settle(circuit, 'request', false, nowMs, LIMITS);

describe('a circuit', () => {
  it('opens after so many faults in a row', () => {
    expect(fail(fail(CLOSED))).toEqual({ state: 'closed', faults: 2 });
    expect(fail(fail(fail(CLOSED)), 500)).toEqual({ state: 'open', untilMs: 1_500 });
  });

  it('forgets faults over one answer', () => {
    expect(settle(fail(fail(CLOSED)), 'request', true, 0, LIMITS)).toEqual(CLOSED);
  });

  it('lets nobody through until the pause is over, and then one', () => {
    expect(admit(OPEN, 999)).toEqual({ circuit: OPEN, pass: 'none' });
    const { circuit, pass } = admit(OPEN, 1_000);
    expect(pass).toBe('probe');
    expect(admit(circuit, 5_000)).toEqual({ circuit, pass: 'none' });
  });

  it('closes when the probe works, and pauses again when it does not', () => {
    expect(settle({ state: 'probing' }, 'probe', true, 2_000, LIMITS)).toEqual(CLOSED);
    expect(settle({ state: 'probing' }, 'probe', false, 2_000, LIMITS)).toEqual({ state: 'open', untilMs: 3_000 });
  });

  it.each([OPEN, { state: 'probing' } as const])('ignores the late end of a request while it is %j', (circuit) => {
    expect(settle(circuit, 'request', true, 9_000, LIMITS)).toBe(circuit);
    expect(settle(circuit, 'request', false, 9_000, LIMITS)).toBe(circuit);
  });
});

describe('a circuit breaker', () => {
  it('passes answers and faults on, and says when it opens and closes', async () => {
    let now = 0;
    const changes: boolean[] = [];
    const breaker = new CircuitBreaker(
      LIMITS,
      () => now,
      (open) => changes.push(open),
    );
    const away = (): Promise<never> => Promise.reject(new Error('away'));
    expect(await breaker.run(async () => 'there')).toBe('there');
    for (let fault = 0; fault < 3; fault += 1) await expect(breaker.run(away)).rejects.toThrow('away');
    await expect(breaker.run(async () => 'there')).rejects.toThrow(CircuitOpen);
    now = 1_000;
    await expect(breaker.run(away)).rejects.toThrow('away');
    await expect(breaker.run(async () => 'there')).rejects.toThrow(CircuitOpen);
    expect(changes).toEqual([true]);
    now = 2_000;
    expect(await breaker.run(async () => 'there')).toBe('there');
    expect(await breaker.run(async () => 'there')).toBe('there');
    expect(changes).toEqual([true, false]);
  });
});
