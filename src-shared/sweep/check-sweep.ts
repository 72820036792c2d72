import { LIMITS } from '../core/limits.ts';
import { formatCount, quote } from '../core/text.ts';
import { checkExperiment } from '../data/check-experiment.ts';
import { refuse } from '../data/refuse.ts';
import { allowedRange } from '../model/fields.ts';
import type { SweepSpec, SweptRange, SweptSetting } from '../model/sweep.ts';
import { settingProblem } from './apply-setting.ts';
import { countRuns, expandSweep, inRun } from './expand-sweep.ts';
import type { SettingKind } from './setting-kinds.ts';
import { readPath } from './setting-path.ts';
import { sweptKinds } from './swept-kinds.ts';

/**
 * Whether a sweep can be trained, run for run. Throws the first problem found: what, where in the spec, and what would do.
 */
export function checkSweep(spec: SweepSpec): void {
  const kinds = sweptKinds(spec);
  spec.settings.forEach((setting, k) => {
    const at = `settings[${String(k)}]`;
    if (spec.settings.findIndex(({ path }) => path === setting.path) < k) {
      refuse(`${at}.path`, `${setting.path} is varied twice. Name all its values in one place.`);
    }
    checkSetting(setting, kinds.get(setting.path), at);
  });
  checkReplicates(spec);
  checkCrossValidation(spec);
  checkHalving(spec);
  checkCount(spec);
  checkRuns(spec);
}

function checkSetting(setting: SweptSetting, kind: SettingKind | undefined, at: string): void {
  if (kind === undefined) {
    readPath(setting.path);
    refuse(
      `${at}.path`,
      `The experiment has no setting ${quote(setting.path)}. Correct the path, or change the experiment so that it has one.`,
    );
  }
  if ('range' in setting) {
    checkRange(setting.range, kind, `${at}.range`);
    return;
  }
  setting.values.forEach((value, k) => {
    const problem = settingProblem(kind, value);
    if (problem !== null) refuse(`${at}.values[${String(k)}]`, problem);
  });
}

function checkRange(range: SweptRange, kind: SettingKind, at: string): void {
  const { field } = kind;
  if (field.kind !== 'integer' && field.kind !== 'real') {
    const allowed = field.kind === 'layers' ? 'lists of layers' : allowedRange(field);
    refuse(at, `${kind.label} has no numbers to go through: it takes ${allowed}. List its values instead.`);
  }
  for (const end of ['from', 'to'] as const) {
    const problem = settingProblem({ ...kind, also: [] }, range[end]);
    if (problem !== null) refuse(`${at}.${end}`, problem);
  }
  if (range.from > range.to) {
    refuse(at, `It goes from ${String(range.from)} down to ${String(range.to)}. Exchange the two ends.`);
  }
  if (range.scale === 'log' && range.from <= 0) {
    refuse(
      `${at}.from`,
      `A logarithmic range must begin above 0, but begins at ${String(range.from)}. Begin higher, or take the linear scale.`,
    );
  }
}

function checkReplicates({ settings, replicates }: SweepSpec): void {
  const { count, firstSeed, vary } = replicates;
  if (count === 1) return;
  if (vary.length === 0) {
    refuse(
      'replicates.vary',
      `All ${formatCount(count)} runs of a configuration would be the same. Name a seed that they differ in.`,
    );
  }
  const twice = settings.findIndex(({ path }) => vary.some((seed) => seed === path));
  if (twice >= 0) {
    refuse(
      `settings[${String(twice)}].path`,
      `${settings[twice]!.path} is varied by the repetitions already. Take it out of one of the two.`,
    );
  }
  if (firstSeed + count - 1 > LIMITS.seed) {
    refuse(
      'replicates.firstSeed',
      `The last of ${formatCount(count)} seeds would be above ${formatCount(LIMITS.seed)}. Begin with a lower one.`,
    );
  }
}

function checkCrossValidation({ settings, crossValidation }: SweepSpec): void {
  if (crossValidation === null) return;
  const twice = settings.findIndex(({ path }) => path.startsWith('data.split.crossValidation.'));
  if (twice < 0) return;
  refuse(
    `settings[${String(twice)}].path`,
    'The folds are taken in turn by crossValidation already. Take it out.',
  );
}

function checkHalving({ experiment, settings, halving }: SweepSpec): void {
  if (halving === null) return;
  const epochs = settings.findIndex(({ path }) => path === 'training.epochs');
  if (epochs >= 0) {
    refuse(
      `settings[${String(epochs)}].path`,
      'Successive halving decides itself how many epochs a run gets. Take out one of the two.',
    );
  }
  const { minEpochs, factor } = halving;
  const planned = experiment.training.epochs;
  if (minEpochs * factor > planned) {
    refuse(
      'halving.minEpochs',
      `With ${formatCount(planned)} epochs, a first rung of ${formatCount(minEpochs)} and a factor of ${formatCount(factor)} ` +
        `nothing would be halved. Train at least ${formatCount(minEpochs * factor)} epochs, or take a lower first rung.`,
    );
  }
}

function checkCount(spec: SweepSpec): void {
  const runs = countRuns(spec);
  if (runs <= LIMITS.groupRuns) return;
  refuse(
    'settings',
    `The sweep would make ${formatCount(runs)} runs; at most ${formatCount(LIMITS.groupRuns)} are launched together. ` +
      'Take fewer values, seeds or folds, or a random search.',
  );
}

/** Whether every run, by itself, is an experiment that fits together. */
function checkRuns(spec: SweepSpec): void {
  for (const { experiment } of expandSweep(spec)) {
    inRun(experiment.name, () => {
      checkExperiment(experiment);
    });
  }
}
