import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../src-main/storage/crc32.ts';
import { decodePoint, encodePoint } from '../../../src-main/storage/metrics-line.ts';
import { metricsPoint } from '../../helpers/metrics-points.ts';

describe('crc32', () => {
  // The check value of the catalogue of CRC algorithms, and what Python's zlib.crc32 gives for the others.
  it.each([
    ['123456789', 0xcbf43926],
    ['', 0],
    ['a', 0xe8b7be43],
    ['The quick brown fox jumps over the lazy dog', 0x414fa339],
  ])('of %j is as everywhere', (text, expected) => {
    expect(crc32(Buffer.from(text))).toBe(expected);
  });
});

describe('encodePoint', () => {
  it('writes JSON that anybody reads, with the checksum of what is before it as its last field', () => {
    const point = metricsPoint(3, 0.25);
    const line = encodePoint(point);
    const { crc, ...rest } = JSON.parse(line) as { crc: string };
    expect(rest).toEqual(point);
    const content = line.slice(0, line.indexOf(',"crc"'));
    expect(line).toBe(`${content},"crc":"${crc}"}`);
    expect(Number.parseInt(crc, 16)).toBe(crc32(Buffer.from(content)));
  });

  it('finds every change of a single byte', () => {
    const line = encodePoint(metricsPoint(3, 0.25));
    for (let k = 0; k < line.length; k++) {
      const changed = String.fromCharCode(line.charCodeAt(k) ^ 1);
      expect(decodePoint(line.slice(0, k) + changed + line.slice(k + 1))).toBeNull();
    }
  });
});

describe('decodePoint', () => {
  // As version 0.3 wrote it: a checksum would find all of these.
  const line = JSON.stringify(metricsPoint(1, 0.5, 0.6));

  it.each([
    ['an empty line', ''],
    ['no JSON', 'epoch 1'],
    ['another value', '[]'],
    ['a missing field', line.replace('"step":10,', '')],
    ['an unknown field', line.replace('{', '{"extra":1,')],
    ['a text for a number', line.replace('"step":10', '"step":"10"')],
    ['a name that is no number', line.replace(/"loss":[^,]+/, '"loss":"nan"')],
    ['a negative epoch', line.replace('"epoch":1', '"epoch":-1')],
    ['half an epoch', line.replace('"epoch":1', '"epoch":1.5')],
    ['NaN seconds', line.replace(/"seconds":[^,]+/, '"seconds":"NaN"')],
    ['a checksum that is none', line.replace(/\}$/, ',"crc":"0123456"}')],
    ['a checksum of something else', line.replace(/\}$/, ',"crc":"01234567"}')],
    ['a million nested lists', '['.repeat(1_000_000)],
  ])('is null for %s', (_what, text) => {
    expect(decodePoint(text)).toBeNull();
  });
});
