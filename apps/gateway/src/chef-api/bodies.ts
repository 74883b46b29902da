import { z } from 'zod';
import { decodeText, parseJson } from '../json-body.ts';
import { chefError, inChefsForm } from './chef-errors.ts';

const text = (pattern: RegExp, expected: string) =>
  z.string({ error: `expected a text: ${expected}` }).regex(pattern, { error: `expected ${expected}` });

/** What Chef lets things be called. None of these can change the meaning of a path that carries it. */
export const Name = {
  user: text(/^[a-z0-9_-]{1,255}$/, "lower case letters, digits, '-' and '_', at most 255"),
  organization: text(/^[a-z0-9][a-z0-9_-]{0,254}$/, "lower case letters, digits, '-' and '_', at most 255"),
  client: text(/^(?!\.{1,2}$)[\w.-]{1,255}$/, "letters, digits, '-', '_' and '.', at most 255"),
  group: text(/^(?!\.{1,2}$)[\w.-]{1,255}$/, "letters, digits, '-', '_' and '.', at most 255"),
  node: text(/^(?!\.{1,2}$)[\w.:-]{1,255}$/, "letters, digits, '-', '_', '.' and ':', at most 255"),
  key: text(/^(?!\.{1,2}$)[\w.:-]{1,255}$/, "letters, digits, '-', '_', '.' and ':', at most 255"),
} as const;

/**
 * The JSON object in a body.
 * @throws AppError `invalid` that names each field which is not right, and what it should be.
 */
export async function readBodyAs<Schema extends z.ZodType>(schema: Schema, body: Buffer): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await inChefsForm(parsedBody(body)));
  if (!parsed.success) throw chefError('invalid', parsed.error.issues.map(sentence).join('; '));
  return parsed.data;
}

const parsedBody = async (body: Buffer): Promise<unknown> => parseJson(decodeText(body));

function sentence({ path, message, code }: z.core.$ZodIssue): string {
  if (path.length === 0) return code === 'invalid_type' ? 'expected a JSON object' : message;
  return `Field '${path.join('.')}' invalid: ${message}`;
}
