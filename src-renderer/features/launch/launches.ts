import type { ActionId } from '@shared/ipc/actions.ts';

/** Ways to launch several runs at once, in the order of the menu. */
export const LAUNCHES = {
  seeds: {
    action: 'run:repeat',
    detail: 'The same settings with other seeds: how much of a result is luck',
    needsDraft: true,
  },
  'cross-validation': {
    action: 'run:cross-validate',
    detail: 'Every fold validates once',
    needsDraft: true,
  },
  sweep: {
    action: 'run:sweep',
    detail: 'Many values of some settings, layers included',
    needsDraft: true,
  },
  file: {
    action: 'run:open-sweep',
    detail: 'A sweep that was saved, or written by hand',
    needsDraft: false,
  },
} as const satisfies Record<string, { action: ActionId; detail: string; needsDraft: boolean }>;

export type LaunchKind = keyof typeof LAUNCHES;
