const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';
const DIGITS: ReadonlyMap<string, number> = new Map([...ALPHABET].map((character, digit) => [character, digit]));
const WORD_LIMIT = 2 ** 32;

/** Z85 (ZeroMQ RFC 32): 5 characters for 4 bytes. Throws where the length is no multiple of 4. */
export function encodeZ85(bytes: Buffer): string {
  if (bytes.length % 4 !== 0) throw new Error(`Z85 needs a multiple of 4 bytes, got ${bytes.length}`);
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) text += encodeWord(bytes.readUInt32BE(at));
  return text;
}

/** The bytes of a Z85 text; undefined for a foreign character, a broken length, or a group above 32 bits. */
export function decodeZ85(text: string): Buffer | undefined {
  if (text.length % 5 !== 0) return undefined;
  const bytes = Buffer.alloc((text.length / 5) * 4);
  for (let group = 0; group * 5 < text.length; group += 1) {
    const word = decodeWord(text.slice(group * 5, group * 5 + 5));
    if (word === undefined) return undefined;
    bytes.writeUInt32BE(word, group * 4);
  }
  return bytes;
}

function encodeWord(word: number): string {
  let text = '';
  for (let rest = word, digit = 0; digit < 5; digit += 1, rest = Math.floor(rest / 85)) {
    text = ALPHABET.charAt(rest % 85) + text;
  }
  return text;
}

function decodeWord(group: string): number | undefined {
  let word = 0;
  for (const character of group) {
    const digit = DIGITS.get(character);
    if (digit === undefined) return undefined;
    word = word * 85 + digit;
  }
  return word < WORD_LIMIT ? word : undefined;
}
