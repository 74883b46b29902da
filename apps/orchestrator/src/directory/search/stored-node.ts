import { z } from 'zod';

/** What search needs of a node object; whoever stored it saw to the rest. */
const StoredNode = z.looseObject({ name: z.string(), run_list: z.array(z.string()).default([]) });
export type StoredNode = z.output<typeof StoredNode>;

/** @throws ZodError or SyntaxError for what was never stored by us. */
export const parseNode = (json: string): StoredNode => StoredNode.parse(JSON.parse(json));
