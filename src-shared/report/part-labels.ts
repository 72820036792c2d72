import type { Part } from '../model/data-catalog.ts';

export const PART_LABELS: Readonly<Record<Part, string>> = {
  train: 'Training',
  validation: 'Validation',
  test: 'Test',
};
