import { isUtf8 } from 'node:buffer';
import type { CsvFormat } from './csv-scanner.ts';

export type Encoding = CsvFormat['encoding'];

const MARKS: readonly { encoding: Encoding; bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/** The longest letter of UTF-8, less one: so many bytes at a chunk's end may be half a letter. */
const LONGEST_HALF = 3;

/** 0x80 to 0x9F of Windows-1252; the others are Latin-1. Source: WHATWG Encoding Standard, index windows-1252. */
const WINDOWS_LETTERS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** How the bytes stand for letters: by their mark, by the zeros that UTF-16 puts into plain text, else by trying UTF-8. */
export function detectEncoding(head: Buffer): Encoding {
  const marked = MARKS.find(({ bytes }) => bytes.every((byte, k) => head[k] === byte));
  if (marked !== undefined) return marked.encoding;
  const pairs = Math.floor(head.length / 2);
  const [evenZeros, oddZeros] = [countZeros(head, 0), countZeros(head, 1)];
  // Of plain text every other byte is zero; a NUL here and there is damage.
  if (oddZeros > 0.4 * pairs && evenZeros < 0.1 * pairs) return 'utf-16le';
  if (evenZeros > 0.4 * pairs && oddZeros < 0.1 * pairs) return 'utf-16be';
  return isUtf8(head.subarray(0, wholeLetters(head))) ? 'utf-8' : 'windows-1252';
}

function countZeros(head: Buffer, first: number): number {
  let count = 0;
  for (let k = first; k < head.length; k += 2) if (head[k] === 0) count += 1;
  return count;
}

/** Bytes of the mark at the beginning, in the encoding that is read. */
function markLength(head: Buffer, encoding: Encoding): number {
  const mark = MARKS.find((one) => one.encoding === encoding)?.bytes ?? [];
  return mark.every((byte, k) => head[k] === byte) ? mark.length : 0;
}

/** The length without a letter of UTF-8 that is cut at the end. */
function wholeLetters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(LONGEST_HALF, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const letter = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return letter > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** Turns the chunks of a file into UTF-8. Letters may be cut between two chunks. */
export class ToUtf8 {
  private readonly encoding: Encoding;
  private rest: Buffer = Buffer.alloc(0);
  private isFirst = true;
  /** Whether every byte so far was part of a letter. */
  isValid = true;

  constructor(encoding: Encoding) {
    this.encoding = encoding;
  }

  convert(chunk: Buffer, isLast: boolean): Buffer {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const start = this.isFirst ? markLength(bytes, this.encoding) : 0;
    this.isFirst = false;
    if (this.encoding === 'windows-1252') return fromWindows(bytes);
    const end = isLast ? bytes.length : this.wholeEnd(bytes);
    // A copy: the chunk's own memory is used again for the next.
    this.rest = Buffer.from(bytes.subarray(end));
    const whole = bytes.subarray(start, end);
    if (this.encoding !== 'utf-8') return this.fromUtf16(whole);
    if (!isUtf8(whole)) this.isValid = false;
    return whole;
  }

  private wholeEnd(bytes: Buffer): number {
    if (this.encoding === 'utf-8') return wholeLetters(bytes);
    const even = bytes.length - (bytes.length % 2);
    if (even === 0) return 0;
    const lastUnit =
      this.encoding === 'utf-16le' ? bytes.readUInt16LE(even - 2) : bytes.readUInt16BE(even - 2);
    return lastUnit >= 0xd800 && lastUnit <= 0xdbff ? even - 2 : even;
  }

  private fromUtf16(whole: Buffer): Buffer {
    if (whole.length % 2 !== 0) this.isValid = false;
    const pairs = whole.subarray(0, whole.length - (whole.length % 2));
    const littleEndian = this.encoding === 'utf-16le' ? pairs : Buffer.from(pairs).swap16();
    return Buffer.from(littleEndian.toString('utf16le'), 'utf8');
  }
}

function fromWindows(bytes: Buffer): Buffer {
  const text = bytes
    .toString('latin1')
    .replaceAll(/[\u0080-\u009f]/g, (letter) => WINDOWS_LETTERS[letter.charCodeAt(0) - 0x80]!);
  return Buffer.from(text, 'utf8');
}
