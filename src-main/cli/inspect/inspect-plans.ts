import { formatCount } from '@shared/core/text.ts';
import { COLUMN_ROLES, columnCatalog } from '@shared/model/column-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { Project } from '@shared/model/project.ts';
import { layersText, settingText } from '@shared/model/setting-text.ts';
import type { SweepSpec, SweptSetting } from '@shared/model/sweep.ts';
import { countRuns } from '@shared/sweep/expand-sweep.ts';
import { experimentFacts, experimentLines } from './experiment-facts.ts';
import { type Inspection, tableOf } from './inspection.ts';
import { listText } from './value-text.ts';

/** What is still to be trained: an experiment. */
export function inspectExperiment(experiment: Experiment): Inspection {
  const { source, columns } = experiment.data;
  const rows = columns.map(({ name, type, role }) => [name, columnCatalog[type].label, COLUMN_ROLES[role]]);
  return {
    kind: 'experiment',
    facts: { ...experimentFacts(experiment), ...(source.kind === 'formula' ? {} : { columns }) },
    page: {
      title: `${experiment.name}: an experiment`,
      facts: experimentLines(experiment),
      tables: [tableOf(['column', 'type', 'role'], rows)],
    },
  };
}

/** … and a sweep. */
export function inspectSweep(spec: SweepSpec): Inspection {
  const { name, experiment, settings, search, replicates, crossValidation, halving } = spec;
  const runs = countRuns(spec);
  const facts: [string, string][] = [
    ['runs', formatCount(runs)],
    ['search', search.kind === 'grid' ? 'every combination' : `${formatCount(search.trials)} drawn ones`],
    ['seeds', formatCount(replicates.count)],
    ['folds', crossValidation === null ? 'none' : formatCount(crossValidation.folds)],
    ['halving', halving === null ? 'none' : `from epoch ${formatCount(halving.minEpochs)} on`],
    ['experiment', experiment.name],
  ];
  return {
    kind: 'sweep',
    facts: {
      name,
      runs,
      settings,
      search,
      replicates,
      crossValidation,
      halving,
      experiment: experiment.name,
    },
    page: {
      title: `${name}: a sweep`,
      facts: [...facts, ...experimentLines(experiment)],
      tables: [
        tableOf(
          ['varied', 'values'],
          settings.map((setting) => [setting.path, variedText(setting)]),
        ),
      ],
    },
  };
}

function variedText(setting: SweptSetting): string {
  if ('values' in setting) {
    return listText(setting.values.map((value) => settingText(setting.path, value)));
  }
  const { from, to, scale, steps } = setting.range;
  return `${String(from)} to ${String(to)}, ${scale}, ${formatCount(steps)} steps`;
}

/** … and a project of several. */
export function inspectProject({ name, experiments }: Project): Inspection {
  const own = experiments.map(({ experiment }) => experiment);
  return {
    kind: 'project',
    facts: { name, experiments: own.map(experimentFacts) },
    page: {
      title: `${name}: a project`,
      facts: [['experiments', formatCount(own.length)]],
      tables: [
        tableOf(
          ['experiment', 'hidden layers', 'epochs'],
          own.map((experiment) => [
            experiment.name,
            layersText(experiment.network.layers),
            formatCount(experiment.training.epochs),
          ]),
        ),
      ],
    },
  };
}
