import { describe, expect, it } from 'vitest';
import { Valve } from './valve.ts';

const { signal } = new AbortController();

describe('the valve', () => {
  it('shuts above a limit and opens again below half of it', async () => {
    const valve = new Valve();
    valve.level('reports', 10, 10);
    expect(valve.shut).toBe(false);
    valve.level('reports', 11, 10);
    expect(valve.shut).toBe(true);

    const opened = valve.opened(signal);
    valve.level('reports', 6, 10);
    expect(valve.shut).toBe(true);
    valve.level('reports', 5, 10);
    await opened;
    expect(valve.shut).toBe(false);
  });

  it('stays shut until the last of those that are full has room', async () => {
    const valve = new Valve();
    valve.level('reports', 11, 10);
    valve.level('intake', 3, 2);
    valve.level('reports', 0, 10);
    expect(valve.shut).toBe(true);
    const opened = valve.opened(signal);
    valve.level('intake', 0, 2);
    await opened;
  });

  it('holds up nobody who stops', async () => {
    const valve = new Valve();
    const stopping = new AbortController();
    valve.level('reports', 11, 10);
    const opened = valve.opened(stopping.signal);
    stopping.abort();
    await opened;
    expect(valve.shut).toBe(true);
  });
});
