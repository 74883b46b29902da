/**
 * What our agent may ask for in its configuration request (`&features=...`), beyond the wire contract. Whoever does not
 * ask never sees any of it.
 *
 * - `result_ack`: a result that says `ack: true` is answered with `result_ack` once the server has stored what it says.
 */
export const FEATURES = ['result_ack'] as const;
export type Feature = (typeof FEATURES)[number];

/**
 * The features in a request or an answer: one text with commas, or several texts. What is not known is passed over, and
 * whatever else it may be names none: nobody shall be without a configuration because of it.
 */
export function readFeatures(value: unknown): Feature[] {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  const named = new Set(texts.flatMap((text) => (typeof text === 'string' ? text.split(',') : [])));
  return FEATURES.filter((feature) => named.has(feature));
}
