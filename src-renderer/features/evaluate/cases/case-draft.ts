import { parseNumber } from '../../../components/parse-number.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { Experiment, TestCase } from '@shared/model/experiment.ts';
import type { AnswerGroup } from '../answer-groups.ts';
import { expectedOf, type Truth, truthsOf } from './case-verdict.ts';

/** A test case while it is typed: texts, so that what is wrong can stand until it is put right. */
export interface CaseDraft {
  readonly name: string;
  /** Raw values, in the order of the model's inputs. */
  readonly inputs: readonly RawValue[];
  /** By answer; empty: unknown. */
  readonly truths: readonly string[];
  /** By answer; empty: not judged. Of classes always empty. */
  readonly tolerances: readonly string[];
}

export interface DraftContext {
  readonly groups: readonly AnswerGroup[];
  readonly inputNames: readonly string[];
  readonly data: Experiment['data'];
}

/** A test case that is there, to be changed. */
export function draftOf(testCase: TestCase, { groups, inputNames, data }: DraftContext): CaseDraft {
  const truths = truthsOf(testCase, groups, data);
  return {
    name: testCase.name ?? '',
    inputs: inputNames.map((name) => testCase.inputs[name] ?? null),
    truths: truths.map((truth) => (truth === null ? '' : String(truth))),
    tolerances: groups.map((group) =>
      group.kind === 'number' ? String(testCase.tolerance?.[group.output.column] ?? '') : '',
    ),
  };
}

/** What is wrong with it, or null. */
export function draftProblem(
  { truths, tolerances }: CaseDraft,
  groups: readonly AnswerGroup[],
): string | null {
  const known = truths.filter((text) => text.trim() !== '');
  if (known.length > 0 && known.length < groups.length) {
    return 'Say all true answers, or none of them.';
  }
  for (const [k, group] of groups.entries()) {
    if (group.kind !== 'number') continue;
    if (isWrongNumber(truths[k] ?? '')) return `The true ${group.name} must be a number.`;
    const tolerance = tolerances[k] ?? '';
    if (isWrongNumber(tolerance) || Number(parseNumber(tolerance)) < 0) {
      return `The tolerance of ${group.name} must be a number of 0 or more.`;
    }
  }
  return null;
}

function isWrongNumber(text: string): boolean {
  return text.trim() !== '' && typeof parseNumber(text) !== 'number';
}

/** The test case that a draft without problems says. Truths that the data's formulas give need not be said again. */
export function caseOf(draft: CaseDraft, { groups, inputNames, data }: DraftContext): TestCase {
  const inputs = Object.fromEntries(inputNames.map((name, k) => [name, draft.inputs[k] ?? null]));
  const truths: (Truth | null)[] = groups.map((group, k) => {
    const text = (draft.truths[k] ?? '').trim();
    if (text === '' && group.kind === 'number') return null;
    if (group.kind === 'number') return Number(parseNumber(text));
    return draft.truths[k] === '' ? null : (draft.truths[k] ?? null);
  });
  const said = expectedOf(truths, groups, data);
  const bare: TestCase = { inputs };
  const isGiven = said === undefined || isSame(truthsOf(bare, groups, data), truths);
  const tolerance = tolerancesOf(draft, groups);
  const name = draft.name.trim();
  return {
    ...(name === '' ? {} : { name }),
    inputs,
    ...(isGiven ? {} : { expected: said }),
    ...(Object.keys(tolerance).length === 0 ? {} : { tolerance }),
  };
}

function isSame(a: readonly (Truth | null)[], b: readonly (Truth | null)[]): boolean {
  return a.every((truth, k) => truth === b[k]);
}

function tolerancesOf({ tolerances }: CaseDraft, groups: readonly AnswerGroup[]): Record<string, number> {
  const entries: [string, number][] = [];
  for (const [k, group] of groups.entries()) {
    const text = (tolerances[k] ?? '').trim();
    if (group.kind === 'number' && text !== '')
      entries.push([group.output.column, Number(parseNumber(text))]);
  }
  return Object.fromEntries(entries);
}

/** An error of about this size is usual for the model: a tolerance to begin with, with two digits. */
export function usualTolerances(groups: readonly AnswerGroup[], rmse: readonly number[]): string[] {
  return groups.map((group) => {
    const error = group.kind === 'number' ? rmse[group.at] : undefined;
    return error === undefined || !(error > 0) || !Number.isFinite(error)
      ? ''
      : String(Number((2 * error).toPrecision(2)));
  });
}
