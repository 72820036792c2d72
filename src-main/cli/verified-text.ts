import { formatCount, formatNumber } from '@shared/core/text.ts';
import { pageText } from './inspect/inspection.ts';

/** What `verify` found to be in order, as a person reads it: each number with its name. */
export function verifiedText({ file, ...found }: { file: string }): string {
  return pageText({ title: `${file} is in order`, facts: factsOf(found) });
}

function factsOf(found: object, before = ''): (readonly [string, string])[] {
  return Object.entries(found).flatMap(([name, value]: [string, unknown]) => {
    const words = `${before}${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`;
    if (typeof value === 'object' && value !== null) return factsOf(value, `${words}, `);
    return [[words, valueText(value)] as const];
  });
}

function valueText(value: unknown): string {
  if (typeof value !== 'number') return String(value);
  return Number.isInteger(value) ? formatCount(value) : formatNumber(value);
}
