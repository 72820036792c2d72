import { formatCount } from '@shared/core/text.ts';

/** "1 row", "2,000 rows". */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
