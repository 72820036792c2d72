import { formatCount, formatNumber } from '@shared/core/text.ts';
import type { Part } from '@shared/model/data-catalog.ts';
import type { EvaluatedRow } from '@shared/model/evaluation.ts';
import type { QuestionOrigin } from '../../state/model.svelte.ts';
import { type AnswerGroup, likeliest } from './answer-groups.ts';
import type { Truth } from './cases/case-verdict.ts';
import { PART_ROWS } from './part-names.ts';

/** The truth of a row, answer by answer. */
export function rowTruths(row: EvaluatedRow, groups: readonly AnswerGroup[]): (Truth | null)[] {
  return groups.map((group) => {
    if (group.kind === 'classes') return likeliest(group, row.truth)?.name ?? null;
    const truth = row.truth[group.at] ?? NaN;
    return Number.isFinite(truth) ? truth : null;
  });
}

/** What the form says of a question that is a row of the table. */
export function rowOrigin(row: EvaluatedRow, groups: readonly AnswerGroup[], part: Part): QuestionOrigin {
  return {
    label: `Row ${formatCount(row.row + 1)} of the table, one of the ${PART_ROWS[part]}.`,
    truths: truthTexts(rowTruths(row, groups)),
  };
}

export function truthTexts(truths: readonly (Truth | null)[]): (string | null)[] {
  return truths.map((truth) => (typeof truth === 'number' ? formatNumber(truth) : truth));
}
