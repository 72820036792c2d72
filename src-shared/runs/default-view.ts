import type { RunView } from '../model/run-views.ts';

/** How the history is looked at until a person wants it otherwise. */
export const DEFAULT_VIEW: RunView = {
  name: 'All runs',
  query: '',
  columns: [
    'status',
    'created',
    'spark',
    'best:loss',
    'last:train.loss',
    'time',
    'layers',
    'optimizer',
    'lr',
    'batch',
    'epochs',
    'tags',
  ],
  sort: [{ column: 'created', direction: 'descending' }],
  groupBy: null,
  baseline: null,
};
