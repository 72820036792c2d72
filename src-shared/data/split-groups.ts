import { Random } from '../core/random.ts';
import { formatCount } from '../core/text.ts';
import { type Part, PARTS, type Split } from '../model/data-catalog.ts';
import { refuseFolds } from './folds.ts';
import { partSizes, requireRows } from './split.ts';

/**
 * Rows of each part such that no group stands in two: the groups are taken in a random order, each into the part that
 * lacks most rows. Parts are as near to their shares as the sizes of the groups allow. A fold of cross-validation is
 * made of whole groups in the same way. Within a part, rows keep the order of the table.
 * @param groups the group of each row of the table
 */
export function splitGroups(
  split: Split,
  usable: Uint32Array,
  groups: Float64Array,
): Record<Part, Uint32Array> {
  const random = new Random(split.seed, 'split');
  const sizes = partSizes(split, usable.length);
  const [train, validation, test] = dealGroups(
    usable,
    groups,
    PARTS.map((part) => sizes[part]),
    random,
  ) as [Uint32Array, Uint32Array, Uint32Array];
  const parts = withFold(split, { train, validation, test }, groups, random);
  const count = new Set(Array.from(usable, (row) => groups[row]!)).size;
  const cure = `Groups stay together, and there are only ${formatCount(count)} of them: set a share to 0, or choose another order.`;
  requireRows(split, parts, usable.length, cure);
  return parts;
}

function withFold(
  { crossValidation }: Split,
  parts: Record<Part, Uint32Array>,
  groups: Float64Array,
  random: Random,
): Record<Part, Uint32Array> {
  if (crossValidation === undefined || crossValidation.fold === 0) return parts;
  const { folds, fold } = crossValidation;
  const pool = Uint32Array.from([...parts.train, ...parts.validation]).sort();
  const wanted = new Array<number>(folds).fill(pool.length / folds);
  const inPool = new Set(Array.from(pool, (row) => groups[row]!)).size;
  if (inPool < folds) refuseFolds(`${formatCount(inPool)} groups`, folds);
  const dealt = dealGroups(pool, groups, wanted, random);
  const others = dealt.filter((_, k) => k !== fold - 1).flatMap((rows) => [...rows]);
  return { train: Uint32Array.from(others).sort(), validation: dealt[fold - 1]!, test: parts.test };
}

/** Deals whole groups to heaps of about the wanted sizes. */
function dealGroups(
  rows: Uint32Array,
  groups: Float64Array,
  wanted: readonly number[],
  random: Random,
): Uint32Array[] {
  const members = new Map<number, number[]>();
  for (const row of rows) {
    const own = members.get(groups[row]!);
    if (own === undefined) members.set(groups[row]!, [row]);
    else own.push(row);
  }
  const lists = [...members.values()];
  const order = Uint32Array.from(lists, (_, k) => k);
  random.shuffle(order);
  const heaps = wanted.map((): number[] => []);
  for (const k of order) {
    const lacking = heaps.map((heap, h) => wanted[h]! - heap.length);
    const heap = heaps[lacking.indexOf(Math.max(...lacking))]!;
    for (const row of lists[k]!) heap.push(row);
  }
  return heaps.map((heap) => Uint32Array.from(heap).sort());
}
