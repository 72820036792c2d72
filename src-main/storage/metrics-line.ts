import type { MetricsPoint } from '@shared/model/run.ts';
import { decodeMeasured, encodeMeasured } from '@shared/schema/measured-json.ts';
import { metricsPointSchema } from '@shared/schema/run.ts';
import type { z } from 'zod';
import { crc32 } from './crc32.ts';

/** The last field of a line: the CRC-32 of the bytes before its comma. */
const CHECKSUM = /^,"crc":"([0-9a-f]{8})"\}$/;
const CHECKSUM_LENGTH = ',"crc":"00000000"}'.length;

/** In nearly all lines there is none, and nothing to be put in its place. */
const ODD_NUMBER = /"(NaN|-?Infinity)"/;

/** One point → one line of `metrics.jsonl`, without its end. */
export function encodePoint(point: MetricsPoint): string {
  return encodeLine(point);
}

/** An object of measurements → one line of a file of lines, without its end. */
export function encodeLine(measurements: object): string {
  const content = JSON.stringify(encodeMeasured(measurements)).slice(0, -1);
  return `${content},"crc":"${checksum(content)}"}`;
}

/**
 * One line, with a character for each of its bytes → the point, or null when it is not a whole one. Lines of versions up to
 * 0.3 have no checksum.
 */
export function decodePoint(line: string): MetricsPoint | null {
  return decodeLine(line, metricsPointSchema);
}

/** As `decodePoint`, for lines of any kind. */
export function decodeLine<T>(line: string, schema: z.ZodType<T>): T | null {
  const value = parseLine(line);
  if (value === null) return null;
  const result = schema.safeParse(ODD_NUMBER.test(line) ? decodeMeasured(value) : value);
  return result.success ? result.data : null;
}

/** As `decodePoint`, for whoever looks at single fields of very many lines: the JSON, unchecked but for its checksum. */
export function parseLine(line: string): unknown {
  const { content, given } = split(line);
  if (given !== null && given !== checksum(content)) return null;
  try {
    return JSON.parse(given === null ? content : `${content}}`);
  } catch {
    return null;
  }
}

/** Whether a line ends with the checksum of all before it; lines of versions up to 0.3 do not. */
export function hasChecksum(line: string): boolean {
  const { content, given } = split(line);
  return given !== null && given === checksum(content);
}

function split(line: string): { content: string; given: string | null } {
  const place = Math.max(0, line.length - CHECKSUM_LENGTH);
  const given = CHECKSUM.exec(line.slice(place))?.[1] ?? null;
  return { content: given === null ? line : line.slice(0, place), given };
}

function checksum(content: string): string {
  return crc32(Buffer.from(content, 'latin1')).toString(16).padStart(8, '0');
}
