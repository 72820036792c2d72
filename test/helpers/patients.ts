import { columnStatistics } from '@shared/data/column-statistics.ts';
import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { suggestExperiment } from '@shared/data/suggest/suggest-experiment.ts';
import { drawToySet } from '@shared/data/toy-sets.ts';
import type { Patient } from '@shared/doctor/patient.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { InsightPoint } from '@shared/model/insight.ts';
import type { Layer } from '@shared/model/layer-catalog.ts';
import type { Network } from '@shared/model/network.ts';
import type { MetricsPoint } from '@shared/model/run.ts';
import { BUNDLED_TABLES, type BundledTable, type ToySet } from '@shared/model/table-source.ts';
import type { Optimizer, Training } from '@shared/model/training-catalog.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { readBundledTable } from '../../src-main/tables/bundled-tables.ts';
import { prepareFromSource } from '../../src-main/tables/prepare-from-source.ts';
import { chooseEngine } from '../../src-main/trainer/engine.ts';
import { JobControl } from '../../src-main/trainer/job-control.ts';
import { runJob } from '../../src-main/trainer/run-job.ts';
import { newRun } from './runs.ts';

const engine = chooseEngine({ backend: 'auto', threads: 1 });

/** As the window suggests it for a bundled table. */
export async function suggestedFor(id: BundledTable, seed = 1): Promise<Experiment> {
  const columns = inferColumns(await readBundledTable(id));
  const source = { kind: 'bundled', id, rows: BUNDLED_TABLES[id].rows } as const;
  const { data, network, training, ...others } = suggestExperiment({ source, columns }, id);
  return parseExperiment({
    ...others,
    data: { ...data, split: { ...data.split, seed } },
    network: { ...network, seed },
    training: { ...training, seed },
  });
}

/** The same for a toy set of 500 rows. */
export function suggestedToy(id: ToySet): Experiment {
  const source = { kind: 'toy', id, rows: 500, noise: 0.1, seed: 1 } as const;
  return parseExperiment(suggestExperiment({ source, columns: inferColumns(drawToySet(source)) }, id));
}

export interface Change {
  readonly optimizer?: Partial<Optimizer>;
  readonly training?: Partial<Training>;
  readonly network?: Partial<Network>;
  readonly scaling?: Partial<Experiment['data']['scaling']>;
}

/** An experiment that trains through all of its epochs, with some settings changed. */
export function changed(experiment: Experiment, change: Change): Experiment {
  const { earlyStopping: _, ...training } = experiment.training;
  const { data } = experiment;
  return parseExperiment({
    ...experiment,
    data: { ...data, scaling: { ...data.scaling, ...change.scaling } },
    network: { ...experiment.network, ...change.network },
    training: {
      ...training,
      epochs: 60,
      ...change.training,
      optimizer:
        change.optimizer?.type === undefined
          ? { ...training.optimizer, ...change.optimizer }
          : change.optimizer,
    },
  });
}

/** Plain gradient descent. */
export function sgd(learningRate: number): Optimizer {
  return { type: 'sgd', learningRate, weightDecay: 0 };
}

/** A stack of dense layers that are all alike. */
export function stack(
  layers: number,
  units: number,
  activation: (Layer & { type: 'dense' })['activation'],
): Layer[] {
  return Array.from({ length: layers }, () => ({ type: 'dense', units, activation, l1: 0, l2: 0 }));
}

/** Trains an experiment as a run of the app would be, and gives all that the doctor is told of it. */
export async function patientOf(experiment: Experiment): Promise<Patient> {
  const { directory, record } = await newRun(experiment);
  const points: MetricsPoint[] = [];
  const insight: InsightPoint[] = [];
  const data = await prepareFromSource(experiment, new AbortController().signal);
  const ended = await runJob({
    directory,
    record,
    engine,
    data,
    control: new JobControl(),
    onProgress: (progress) => {
      points.push(...progress.points);
      insight.push(...progress.insight);
    },
  });
  const { status, rows } = ended;
  const inputs = data.inputs
    .filter(({ column }) => column.type === 'number' || column.type === 'integer')
    .map(({ name, values }) => ({ name, ...columnStatistics(values, data.rows.train) }));
  return { experiment, status, trainingRows: rows?.train ?? null, points, insight, inputs };
}

/** The same patient when its run had come so far. */
export function earlier(patient: Patient, evaluations: number): Patient {
  const points = patient.points.slice(0, evaluations);
  const epoch = points.at(-1)?.epoch ?? 0;
  const insight = patient.insight.filter((point) => point.epoch <= epoch);
  return { ...patient, status: 'running', points, insight };
}
