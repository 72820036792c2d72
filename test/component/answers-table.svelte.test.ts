import '@testing-library/jest-dom/vitest';
import { render, screen } from '@testing-library/svelte';
import type { NineStepsTrace, StepAnswer } from '@shared/model/nine-steps.ts';
import { expect, it } from 'vitest';
import AnswersTable from '../../src-renderer/features/nine-steps/AnswersTable.svelte';

function answers(count: number): StepAnswer[] {
  return Array.from({ length: count }, (_, k) => ({
    ...{ name: `class ${String(k)}`, before: k / count, after: k / count, truth: 0 },
  }));
}

it('says once what was asked, also of very many classes', () => {
  const cases = [{ inputs: [3, null], answers: answers(30) }];
  const trace = { answers: answers(30), cases } as unknown as NineStepsTrace;
  render(AnswersTable, { trace });
  expect(screen.getAllByText('The chosen row')).toHaveLength(1);
  expect(screen.getByRole('rowheader', { name: 'The chosen row' })).toHaveAttribute('rowspan', '30');
  expect(screen.getAllByText('Test case 3, missing')).toHaveLength(1);
  expect(screen.getAllByRole('row')).toHaveLength(1 + 60);
});
