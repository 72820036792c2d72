import { formatNumber } from '@shared/core/text.ts';
import type { ScalingKind } from '@shared/model/data-catalog.ts';

/** A fitted transform in words of arithmetic: "(a − 49.66) / 28.95". */
export function transformFormula(
  column: { name: string; shift: number; scale: number },
  kind: ScalingKind,
): string {
  if (kind === 'none') return `${column.name} as it is`;
  const shifted =
    column.shift < 0
      ? `${column.name} + ${formatNumber(-column.shift)}`
      : `${column.name} − ${formatNumber(column.shift)}`;
  return `(${shifted}) / ${formatNumber(column.scale)}`;
}
