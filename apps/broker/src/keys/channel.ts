import { randomUUID } from 'node:crypto';

/**
 * The two command channels. A session belongs to one of them, and its key is good for nothing on the other: neither can
 * encryption fall off a connection, nor can what was said in the clear be said again under encryption.
 */
export type Channel = 'encrypted' | 'plain';

/** No curve key begins like this: Z85 has no blank. */
const PLAIN = 'plain ';

/** Stands where a node's curve key would. Each configuration gets another one, and with it another session key. */
export const newPlainId = (): string => PLAIN + randomUUID();

export const channelOf = (curveKey: string): Channel => (curveKey.startsWith(PLAIN) ? 'plain' : 'encrypted');
