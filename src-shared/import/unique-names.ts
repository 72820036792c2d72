import { LIMITS } from '../core/limits.ts';

/** Room for a number behind a name that is there already. */
const NUMBER_LENGTH = 8;

/** Names as a model file may have them, and as a table's columns have them: in one line, none empty, none too long, none twice. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, k) => {
    const line = name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
    const plain = line.slice(0, LIMITS.nameLength - NUMBER_LENGTH) || `x${String(k + 1)}`;
    let unique = plain;
    for (let n = 2; taken.has(unique); n++) unique = `${plain} (${String(n)})`;
    taken.add(unique);
    return unique;
  });
}
