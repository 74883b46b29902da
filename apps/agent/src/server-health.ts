/** Whether the server's heartbeats are heard. */
export interface ServerHealth {
  readonly online: boolean;
  readonly lastBeatMs: number;
  /** Heartbeats heard since the server went silent. */
  readonly beatsSinceSilence: number;
}

export interface HeartbeatTerms {
  readonly intervalMs: number;
  /** More silent intervals than this: the server is offline. */
  readonly offlineThreshold: number;
  /** This many heartbeats bring it back. */
  readonly onlineThreshold: number;
}

/** A server that just gave us a configuration is taken to be there, until its heartbeats fail to come. */
export const heardNothingYet = (nowMs: number): ServerHealth => ({
  online: true,
  lastBeatMs: nowMs,
  beatsSinceSilence: 0,
});

/** A heartbeat came (wire contract section 9). */
export function beat(health: ServerHealth, nowMs: number, terms: HeartbeatTerms): ServerHealth {
  if (health.online) return { ...health, lastBeatMs: nowMs };
  const beats = health.beatsSinceSilence + 1;
  const online = beats >= terms.onlineThreshold;
  return { online, lastBeatMs: nowMs, beatsSinceSilence: online ? 0 : beats };
}

/** Time passed. Beats before another silence do not count towards coming back. */
export function lookAt(health: ServerHealth, nowMs: number, terms: HeartbeatTerms): ServerHealth {
  const silent = nowMs - health.lastBeatMs > terms.intervalMs * terms.offlineThreshold;
  return silent ? { ...health, online: false, beatsSinceSilence: 0 } : health;
}
