/** The reversed polynomial of CRC-32 as zlib, PNG and Ethernet use it. */
const POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0);
  return remainder;
});

/**
 * CRC-32 of some bytes, as an unsigned number. Finds every damage of up to 32 bits in a row, and all but one of four
 * thousand million others. Source: RFC 1952, section 8. Node's own `zlib.crc32` is missing in the Node of older Electrons.
 */
export function crc32(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (let k = 0; k < bytes.length; k++) {
    remainder = (remainder >>> 8) ^ TABLE[(remainder ^ bytes[k]!) & 0xff]!;
  }
  return ~remainder >>> 0;
}
