import { hasGivenWeights } from '../../export/has-given-weights.ts';
import type { ModelTraining } from '../../model/model-file.ts';
import type { ReportSubject } from '../report-subject.ts';
import { bibtexEntry } from './bibliography.ts';

/** Ninestep itself, and the run with all that it takes to repeat it, as entries of BibTeX. */
export function citationsOf({ model, run, version }: ReportSubject, title: string): string[] {
  const used = model.training?.engine.version ?? version;
  const isTrained = model.training !== null && !hasGivenWeights(model.training);
  const year = run?.record.createdAt.slice(0, 4);
  const dated: Record<string, string> = year === undefined ? {} : { year };
  return [
    bibtexEntry('software', 'ninestep', {
      author: 'The Ninestep founders',
      title: 'Ninestep: a workbench for fully connected neural networks',
      version: used,
      ...dated,
    }),
    bibtexEntry('misc', keyOf(run?.record.id ?? model.checksum), {
      title,
      howpublished: isTrained
        ? `Model trained with Ninestep ${used}`
        : `Model imported into Ninestep ${used}`,
      note: [...(model.training === null ? [] : [seedsText(model.training)]), `model ${model.checksum}`].join(
        '; ',
      ),
      ...dated,
    }),
  ];
}

/** A key may hold letters, digits and a few signs. */
function keyOf(id: string): string {
  return id.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 40);
}

/** Every seed that decides a run, and the hash of its data. */
function seedsText({ experiment, dataHash }: ModelTraining): string {
  return `${seedsOf(experiment)
    .map(([name, seed]) => `${name} seed ${String(seed)}`)
    .join(', ')}; data ${dataHash}`;
}

/** The seeds of an experiment by what they decide. */
export function seedsOf({ data, network, training }: ModelTraining['experiment']): [string, number][] {
  const { source } = data;
  return [
    ...('seed' in source ? [['data', source.seed] satisfies [string, number]] : []),
    ['split', data.split.seed],
    ['weight', network.seed],
    ['training', training.seed],
  ];
}
