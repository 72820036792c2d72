const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDING = '='.charCodeAt(0);
const CODES = Uint8Array.from(ALPHABET, (char) => char.charCodeAt(0));
/** Character code → its six bits; 255 for what is none of the alphabet. */
const SIX_BITS = new Uint8Array(128).fill(255);
for (const [bits, code] of CODES.entries()) SIX_BITS[code] = bits;

/** Characters that so many bytes take in base64, the padding included. */
export function base64Length(bytes: number): number {
  return 4 * Math.ceil(bytes / 3);
}

/** Bytes → base64 with padding, in every host alike. Source: RFC 4648, section 4. */
export function encodeBase64(bytes: Uint8Array): string {
  const codes = new Uint8Array(base64Length(bytes.length)).fill(PADDING);
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const left = bytes.length - from;
    const three = (bytes[from]! << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    codes[to] = CODES[three >> 18]!;
    codes[to + 1] = CODES[(three >> 12) & 63]!;
    if (left > 1) codes[to + 2] = CODES[(three >> 6) & 63]!;
    if (left > 2) codes[to + 3] = CODES[three & 63]!;
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(codes);
}

/** Base64 with padding → bytes; null for any other text. Source: RFC 4648, section 4. */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let bits = 0;
  let written = 0;
  for (let k = 0; k < text.length; k++) {
    const six = k < text.length - padding ? SIX_BITS[text.charCodeAt(k)] : 0;
    if (six === undefined || six > 63) return null;
    bits = ((bits << 6) | six) & 0xffffff;
    if (k % 4 !== 3) continue;
    // Beyond the end, a typed array takes no more: the padding stands for no bytes.
    bytes[written] = bits >> 16;
    bytes[written + 1] = bits >> 8;
    bytes[written + 2] = bits;
    written += 3;
  }
  return bytes;
}
