import { LIMITS } from '@shared/core/limits.ts';
import { formatCount, quote } from '@shared/core/text.ts';
import type { Remark } from '@shared/data/raw-table.ts';

const CHANGES_NAMED = 10;

/** Names as they stand in the file → names that each column can be told by, and what had to be changed. */
export function nameColumns(found: readonly string[]): { names: string[]; remarks: Remark[] } {
  // Kept free for those who have them, wherever they stand.
  const taken = new Set(found.map(tidy));
  const used = new Set<string>();
  /** Name → the last number that was put behind it: ten thousand equal names shall not be tried from the first again. */
  const numbers = new Map<string, number>();
  const changes: string[] = [];
  const names = found.map((name, c) => {
    const tidied = tidy(name);
    const wanted = tidied === '' ? `column ${String(c + 1)}` : tidied;
    const isFree = !used.has(wanted) && (tidied !== '' || !taken.has(wanted));
    const given = isFree ? wanted : numbered(wanted, numbers, (other) => used.has(other) || taken.has(other));
    used.add(given);
    if (given !== name) changes.push(`${name === '' ? 'none' : quote(name)} → ${quote(given)}`);
    return given;
  });
  if (changes.length === 0) return { names, remarks: [] };
  const more =
    changes.length > CHANGES_NAMED ? `, and ${formatCount(changes.length - CHANGES_NAMED)} more` : '';
  const message =
    `${changes.length === 1 ? 'A column' : `${formatCount(changes.length)} columns`} got another name, because names must be ` +
    `there, distinct and short: ${changes.slice(0, CHANGES_NAMED).join(', ')}${more}.`;
  return { names, remarks: [{ kind: 'renamed-column', message, rows: [] }] };
}

/** For a table without a header. */
export function countedNames(count: number): string[] {
  return Array.from({ length: count }, (_, c) => `column ${String(c + 1)}`);
}

/** On one line and not too long. */
function tidy(name: string): string {
  const line = name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length <= LIMITS.nameLength ? line : `${line.slice(0, LIMITS.nameLength - 1)}…`;
}

function numbered(name: string, numbers: Map<string, number>, isTaken: (name: string) => boolean): string {
  for (let k = (numbers.get(name) ?? 1) + 1; ; k++) {
    const suffix = ` (${String(k)})`;
    const candidate = name.slice(0, LIMITS.nameLength - suffix.length) + suffix;
    if (isTaken(candidate)) continue;
    numbers.set(name, k);
    return candidate;
  }
}
