import type { Part } from '@shared/model/data-catalog.ts';

export const PART_NAMES: Record<Part, string> = { train: 'Train', validation: 'Validation', test: 'Test' };

/** In the middle of a sentence. */
export const PART_ROWS: Record<Part, string> = {
  train: 'training rows',
  validation: 'validation rows',
  test: 'test rows',
};
