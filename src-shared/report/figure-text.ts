import { formatCount, formatNumber } from '../core/text.ts';

/** A number of the report for a reader: whole ones in full, others with four digits. */
export function figureText(value: number): string {
  return Number.isSafeInteger(value) ? formatCount(value).replace('-', '−') : formatNumber(value);
}

/** "1 row", "150 rows". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** "a", "a and b", "a, b and c"; of many only the first ones, and how many more there are. */
export function listText(items: readonly string[], most = 6): string {
  const shown =
    items.length > most
      ? [...items.slice(0, most - 1), `${formatCount(items.length - most + 1)} more`]
      : items;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** A name too long to be read within a drawing, cut in its middle. */
export function elided(name: string, most: number): string {
  const characters = Array.from(name);
  if (characters.length <= most) return name;
  const tail = Math.floor((most - 1) / 2);
  return `${characters.slice(0, most - 1 - tail).join('')}…${tail === 0 ? '' : characters.slice(-tail).join('')}`;
}
