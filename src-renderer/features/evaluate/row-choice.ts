import type { Outcome, PartEvaluation, RowChoice } from '@shared/model/evaluation.ts';
import { formatCount, formatNumber } from '@shared/core/text.ts';

const OUTCOME_NAMES: Record<Outcome, string> = {
  'true-positive': 'rightly taken for',
  'false-positive': 'wrongly taken for',
  'true-negative': 'rightly not taken for',
  'false-negative': 'overlooked, though of',
};

/** What is listed before a person chooses: the worst rows, or those whose class was mistaken. */
export function usualChoice({ numbers, classes }: PartEvaluation, output: number): RowChoice {
  const [first] = classes;
  if (first !== undefined) return { kind: 'mistakes', column: first.column };
  return { kind: 'worst', output: numbers[output]?.output ?? 0 };
}

/** Kinds of rows to choose from in a list: id → text. Those that are pressed in a picture are not among them. */
export function choiceOptions({ numbers, classes }: PartEvaluation): Record<string, RowChoice> {
  const options: Record<string, RowChoice> = {};
  for (const { output, name } of numbers) options[`Largest errors of ${name}`] = { kind: 'worst', output };
  for (const { column, isProbability } of classes) {
    const of = classes.length > 1 ? ` of ${column}` : '';
    options[`Mistakes${of}, the most certain first`] = { kind: 'mistakes', column };
    if (isProbability) options[`The least certain${of}`] = { kind: 'unsure', column };
  }
  options['All rows, in the order of the table'] = { kind: 'all' };
  return options;
}

/** What a choice lists, as a heading. */
export function choiceText(choice: RowChoice, { numbers }: PartEvaluation): string {
  switch (choice.kind) {
    case 'all':
      return 'All rows';
    case 'row':
      return `Row ${formatCount(choice.row + 1)}`;
    case 'worst': {
      const name = numbers.find(({ output }) => output === choice.output)?.name ?? '';
      return `Worst rows of ${name}`;
    }
    case 'mistakes':
      return 'Mistaken rows';
    case 'unsure':
      return 'Least certain rows';
    case 'cell':
      return `Rows of ${choice.truth} answered ${choice.predicted}`;
    case 'outcome':
      return `Rows ${OUTCOME_NAMES[choice.outcome]} ${choice.level} at ${formatNumber(choice.threshold)}`;
  }
}
