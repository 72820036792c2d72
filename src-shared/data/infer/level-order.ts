import { readQuantity } from '../read-number.ts';

/** Levels as a person would list them: numbers by size, then texts by their letters' codes, the same in every locale. */
export function inNaturalOrder(levels: Iterable<string>): string[] {
  return [...levels]
    .map((text) => ({ text, value: readQuantity(text) }))
    .sort((a, b) => compareNumbers(a.value, b.value) || compareTexts(a.text, b.text))
    .map(({ text }) => text);
}

function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
