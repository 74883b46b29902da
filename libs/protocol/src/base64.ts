const STRICT = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)?$/;

/**
 * Padded, nothing foreign in it, and the spare bits of the last character are zero, which `Buffer.from` all lets pass:
 * several texts would stand for one signature.
 */
export const isStrictBase64 = (text: string): boolean => STRICT.test(text);
