import { formatCount } from '@shared/core/text.ts';

/** How often something was done: "once", "2 times". */
export function timesText(count: number): string {
  return count === 1 ? 'once' : `${formatCount(count)} times`;
}
