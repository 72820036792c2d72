/** Whole numbers from 0 on, in the smallest form that has room for them. */
export type Codes = Uint8Array | Uint16Array | Int32Array;

/** Room for `count` codes of at most `largest`. */
export function codesUpTo(largest: number, count: number): Codes {
  if (largest < 2 ** 8) return new Uint8Array(count);
  return largest < 2 ** 16 ? new Uint16Array(count) : new Int32Array(count);
}

/** With the byte that comes next, what waits to be unpacked has room in 32 bits; no dictionary is so large. */
const WIDEST_PACKED = 24;

/**
 * Fills `codes` from runs of Parquet: a value and how often it stands there, or groups of eight values in `bitWidth` bits
 * each. What a last group says beyond the last code is padding. Throws where the bytes end too soon.
 *
 * Source: Apache Parquet, "Encodings": RLE / bit-packing hybrid.
 */
export function readRuns(codes: Codes, bytes: Uint8Array, bitWidth: number): void {
  const valueBytes = (bitWidth + 7) >> 3;
  let place = 0;
  let filled = 0;
  while (filled < codes.length) {
    let header = 0;
    for (let shift = 0, byte = 0x80; byte >= 0x80; shift += 7) {
      if (place >= bytes.length || shift > 28) throw new Error('The runs end too soon.');
      byte = bytes[place++]!;
      header |= (byte & 0x7f) << shift;
    }
    const count = Math.min(header >>> 1, (codes.length - filled) * 8);
    if ((header & 1) === 0) {
      let value = 0;
      for (let k = 0; k < valueBytes; k++) value |= bytes[place + k]! << (8 * k);
      codes.fill(value, filled, filled + count);
      place += valueBytes;
      filled += count;
    } else {
      const end = Math.min(codes.length, filled + 8 * count);
      unpack(codes, filled, end, bytes.subarray(place), bitWidth);
      place += count * bitWidth;
      filled = end;
    }
    if (place > bytes.length && filled < codes.length) throw new Error('The runs end too soon.');
  }
}

/** codes[from…to) from values of `bitWidth` bits one after another, the lowest bits first; missing bytes count as 0. */
function unpack(codes: Codes, from: number, to: number, bytes: Uint8Array, bitWidth: number): void {
  if (bitWidth > WIDEST_PACKED) throw new Error(`Packed codes of ${String(bitWidth)} bits.`);
  const mask = (1 << bitWidth) - 1;
  let waiting = 0;
  let bits = 0;
  let place = 0;
  for (let k = from; k < to; k++) {
    while (bits < bitWidth) {
      waiting |= (bytes[place++] ?? 0) << bits;
      bits += 8;
    }
    codes[k] = waiting & mask;
    waiting >>>= bitWidth;
    bits -= bitWidth;
  }
}
