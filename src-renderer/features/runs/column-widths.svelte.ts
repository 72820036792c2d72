import { isNumeric } from '@shared/runs/value-text.ts';
import type { RunField } from '@shared/runs/run-field.ts';
import { recallNumber, rememberNumber } from '../../components/remember.ts';

const LEAST = 48;
const MOST = 800;
const USUAL: Readonly<Record<string, number>> = {
  name: 240,
  status: 134,
  created: 136,
  ended: 136,
  spark: 84,
  star: 72,
  tags: 150,
  note: 180,
  layers: 160,
  group: 170,
  lr: 76,
  batch: 66,
  epochs: 76,
  id: 150,
};

/** The widths of the history's columns in pixels, kept on this computer. */
export class ColumnWidths {
  private chosen = $state.raw<ReadonlyMap<string, number>>(new Map());

  /** `extra`: pixels more for a column of numbers. */
  of(field: Pick<RunField, 'id' | 'kind' | 'label'>, extra = 0): number {
    const kept = this.chosen.get(field.id) ?? recallNumber(keyOf(field.id));
    const usual = USUAL[field.id] ?? usualWidth(field);
    return (kept ?? usual) + (field.kind === 'number' ? extra : 0);
  }

  /** Null gives the usual one back. */
  set(id: string, width: number | null): void {
    const next = new Map(this.chosen);
    if (width === null) next.set(id, USUAL[id] ?? usualWidth({ id, kind: 'text', label: id }));
    else next.set(id, Math.round(Math.min(MOST, Math.max(LEAST, width))));
    this.chosen = next;
    rememberNumber(keyOf(id), next.get(id)!);
  }
}

function keyOf(id: string): string {
  return `runs.column.${id}`;
}

/** Wide enough for its head, within bounds. */
function usualWidth(field: Pick<RunField, 'id' | 'kind' | 'label'>): number {
  const least = isNumeric(field as RunField) ? 84 : 100;
  return Math.min(190, Math.max(least, 34 + 6.4 * field.label.length));
}
