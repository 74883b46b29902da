const WINDOW = 4;
const DOWN_BELOW = 0.6;

/** Where the average of a node starts, and the most it may be. */
export const HEALTH_START = 1.2;

/**
 * The average after an interval in which `beats` heartbeats came (wire contract section 6). It is held at the start
 * value, so that a node which beat too often for a while still goes down within three silent intervals.
 */
export function nextAverage(average: number, beats: number): number {
  return Math.min(HEALTH_START, average * (1 - 1 / WINDOW) + beats / WINDOW);
}

export function isDown(average: number): boolean {
  return average < DOWN_BELOW;
}
