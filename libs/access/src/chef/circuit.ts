/**
 * Whether something behind the network is worth asking.
 *
 * - `closed`: it is; `faults` counts how often in a row it failed.
 * - `open`: it failed too often, and is left in peace until `untilMs`.
 * - `probing`: the pause is over, and one request is on its way to find out. Everybody else goes on hearing that it is away.
 */
export type Circuit =
  | { readonly state: 'closed'; readonly faults: number }
  | { readonly state: 'open'; readonly untilMs: number }
  | { readonly state: 'probing' };

export interface CircuitLimits {
  /** So many faults in a row open the circuit. */
  readonly faults: number;
  /** How long it stays open before a probe. */
  readonly pauseMs: number;
}

/** What a request may do: go as one of many, go as the only one, or not go. */
export type Pass = 'request' | 'probe' | 'none';

export const CLOSED: Circuit = { state: 'closed', faults: 0 };

/** Asks to send a request at a time. */
export function admit(circuit: Circuit, nowMs: number): { readonly circuit: Circuit; readonly pass: Pass } {
  if (circuit.state === 'closed') return { circuit, pass: 'request' };
  if (circuit.state === 'probing' || nowMs < circuit.untilMs) return { circuit, pass: 'none' };
  return { circuit: { state: 'probing' }, pass: 'probe' };
}

/** Takes note of how an admitted request ended. Once the circuit is open only the probe counts: other ends are old news. */
export function settle(
  circuit: Circuit,
  pass: Exclude<Pass, 'none'>,
  worked: boolean,
  nowMs: number,
  limits: CircuitLimits,
): Circuit {
  if (pass === 'probe') return worked ? CLOSED : { state: 'open', untilMs: nowMs + limits.pauseMs };
  if (circuit.state !== 'closed') return circuit;
  if (worked) return CLOSED;
  const faults = circuit.faults + 1;
  return faults < limits.faults ? { state: 'closed', faults } : { state: 'open', untilMs: nowMs + limits.pauseMs };
}
