import { LIMITS } from '@shared/core/limits.ts';
import type { LookRequest } from '@shared/ipc/insight-contract.ts';

/** What one panel wants to see of a network; what it leaves out it does not need. */
export type Wish = Partial<LookRequest>;

/**
 * One request for what several panels want together: rows of all of them as far as there is room, the largest number of
 * answers, the surface of the last that wants one. Null: nobody wants anything.
 */
export function mergedLook(wishes: Iterable<Wish>): LookRequest | null {
  const merged: LookRequest = { weights: false, rows: [], surface: null, answers: 0 };
  const rows = new Set<number>();
  for (const wish of wishes) {
    merged.weights ||= wish.weights === true;
    merged.surface = wish.surface ?? merged.surface;
    merged.answers = Math.max(merged.answers, wish.answers ?? 0);
    for (const row of wish.rows ?? []) rows.add(row);
  }
  merged.rows = [...rows].slice(0, LIMITS.lookedAtRows);
  const isNothing = !merged.weights && merged.surface === null && merged.answers === 0 && rows.size === 0;
  return isNothing ? null : merged;
}
