import type { Part } from '../model/data-catalog.ts';

/** What people write for the parts. A Map: a level may be called "constructor". */
const PART_NAMES: ReadonlyMap<string, Part> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['validation', 'validation'],
  ['valid', 'validation'],
  ['val', 'validation'],
  ['dev', 'validation'],
  ['test', 'test'],
  ['testing', 'test'],
]);

/** The part that a level of a column names, in small or capital letters; undefined where it names none. */
export function partNamed(level: string): Part | undefined {
  return PART_NAMES.get(level.trim().toLowerCase());
}
