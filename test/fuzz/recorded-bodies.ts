import { readFileSync } from 'node:fs';

export type Body = Readonly<Record<string, unknown>>;

interface Recorded {
  readonly dir: string;
  readonly frames?: readonly { readonly hex: string; readonly json?: Body }[];
}

const VECTORS = new URL('../../libs/protocol/vectors/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, VECTORS), 'utf8');

// The recordings are ours; their README says what they hold.
const recorded: Recorded[] = [
  ...(JSON.parse(read('zmq_samples.json')) as Recorded[]),
  ...read('zmq_session.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded),
];

/** Every message that was recorded on either channel, as it went over the wire. */
export const RECORDED_FRAMES: readonly Buffer[][] = recorded.flatMap(({ frames }) =>
  frames === undefined ? [] : [frames.map(({ hex }) => Buffer.from(hex, 'hex'))],
);

/** Bodies of what stock nodes sent. */
export const NODE_BODIES: readonly Body[] = recorded.flatMap(({ dir, frames }) => {
  const body = frames?.[1]?.json;
  return dir === 'client->server' && body !== undefined ? [body] : [];
});
