/**
 * Decodes padded base64 and nothing looser. `Buffer.from` skips foreign characters and ignores the spare bits of the
 * last one, so that several texts would stand for one signature.
 */
export function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
