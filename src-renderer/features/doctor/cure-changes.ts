import { settingsDiff } from '@shared/compare/settings-diff.ts';
import type { Cure } from '@shared/doctor/finding.ts';
import type { Experiment } from '@shared/model/experiment.ts';

/** Changes that are named; of more it is said how many they are. */
const NAMED = 3;

/** What a cure changes, setting by setting: "Learning rate 0.1 → 0.01". */
export function cureChanges({ change }: Cure, experiment: Experiment): string[] {
  const runs = [{ experiment }, { experiment: change(experiment) }];
  return settingsDiff(runs, { all: false }).flatMap(({ rows }) =>
    rows.map(({ label, texts }) => `${label} ${texts[0] ?? ''} → ${texts[1] ?? ''}`),
  );
}

/** The same in one line. */
export function changesText(changes: readonly string[]): string {
  const more = changes.length - NAMED;
  return [...changes.slice(0, NAMED), ...(more > 0 ? [`${String(more)} more`] : [])].join(', ');
}
