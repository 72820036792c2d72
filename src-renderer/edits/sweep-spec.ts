import { LIMITS } from '@shared/core/limits.ts';
import { crossValidationFields } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import type { GroupKind } from '@shared/model/run.ts';
import {
  replicateFields,
  type SeedPath,
  SEEDS,
  type SweepSpec,
  type SweptSetting,
} from '@shared/model/sweep.ts';
import type { SweepableSetting } from '@shared/sweep/sweepable-settings.ts';

/** What a dialog begins with: how often and by what name. */
const BEGINNINGS: Record<GroupKind, { count: number; suffix: string }> = {
  seeds: { count: 5, suffix: 'seeds' },
  'cross-validation': { count: 1, suffix: 'folds' },
  sweep: { count: 1, suffix: 'sweep' },
};

const USUAL_STEPS = 5;

/** A new spec about an experiment, with the usual choices. */
export function newSpec(kind: GroupKind, experiment: Experiment): SweepSpec {
  const { count, suffix } = BEGINNINGS[kind];
  const { folds } = experiment.data.split.crossValidation ?? defaultsOf(crossValidationFields);
  return {
    format: 'ninestep-sweep',
    version: 1,
    name: `${experiment.name.slice(0, LIMITS.nameLength - suffix.length - 2)}: ${suffix}`,
    experiment,
    settings: [],
    search: { kind: 'grid' },
    replicates: { ...defaultsOf(replicateFields), count, vary: ['network.seed', 'training.seed'] },
    crossValidation: kind === 'cross-validation' ? { folds } : null,
    halving: null,
  };
}

/** A setting as it begins when it is chosen: numbers through a range around what they are, all else through its values. */
export function newSwept({ path, field, value, also }: SweepableSetting): SweptSetting {
  switch (field.kind) {
    case 'integer':
    case 'real':
      return typeof value === 'number' && value > 0
        ? { path, range: rangeAround(value, field) }
        : { path, values: [value ?? field.default] };
    case 'choice':
      return { path, values: [...new Set([...also, ...Object.keys(field.options)])] };
    case 'switch':
      return { path, values: [...also, true, false] };
    case 'layers':
      return { path, values: [value] };
  }
}

/** A tenth to ten times a number that is not whole, half to twice a count; as far as the field allows. */
function rangeAround(value: number, field: { kind: string; min: number; max: number }) {
  const isWhole = field.kind === 'integer';
  const factor = isWhole ? 2 : 10;
  const low = value / factor;
  return {
    from: Math.max(field.min, isWhole ? Math.ceil(low) : Number(low.toPrecision(4))),
    to: Math.min(field.max, Number((value * factor).toPrecision(4))),
    scale: isWhole ? ('linear' as const) : ('log' as const),
    steps: isWhole ? 3 : USUAL_STEPS,
  };
}

/** Which seeds are drawn anew, one of them switched; in the order of the table. */
export function withSeedSwitched(vary: readonly SeedPath[], path: SeedPath): SeedPath[] {
  return (Object.keys(SEEDS) as SeedPath[]).filter((seed) => vary.includes(seed) !== (seed === path));
}
