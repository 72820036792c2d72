import { formatDuration, lowerFirst } from '../../core/text.ts';
import type { FieldTable } from '../../model/fields.ts';
import type { Experiment } from '../../model/experiment.ts';
import type { ModelTraining } from '../../model/model-file.ts';
import { type ScheduleType, scheduleCatalog } from '../../model/schedule-catalog.ts';
import {
  isSecondOrder,
  LOSSES,
  type Optimizer,
  optimizerCatalog,
  type OptimizerType,
  type Training,
} from '../../model/training-catalog.ts';
import { countOf, listText } from '../figure-text.ts';
import type { Bibliography, ReferenceKey } from '../references/bibliography.ts';
import type { ReportedRun } from '../report-subject.ts';
import { initialSentence } from './network-words.ts';

const OPTIMIZER_SOURCES: Readonly<Record<OptimizerType, readonly ReferenceKey[]>> = {
  sgd: ['robbins1951'],
  momentum: ['polyak1964'],
  nesterov: ['sutskever2013'],
  rmsprop: ['tieleman2012'],
  adagrad: ['duchi2011'],
  adadelta: ['zeiler2012'],
  adam: ['kingma2015'],
  amsgrad: ['reddi2018'],
  adamw: ['loshchilov2019'],
  adamax: ['kingma2015'],
  nadam: ['dozat2016'],
  radam: ['liu2020'],
  lbfgs: ['nocedal2006'],
  'levenberg-marquardt': ['levenberg1944', 'marquardt1963'],
};

const SCHEDULE_SOURCES: Partial<Record<ScheduleType, ReferenceKey>> = {
  cosine: 'loshchilov2017',
  'warm-restarts': 'loshchilov2017',
  'one-cycle': 'smith2019',
};

/** How the network was trained, in sentences. */
export function trainingSentences(
  training: ModelTraining,
  run: ReportedRun | null,
  bibliography: Bibliography,
): string[] {
  const { experiment } = training;
  const own = experiment.training;
  if (epochsDone(training, run) === 0) return [untrained(experiment, run, bibliography)];
  return [
    beginning(experiment, run, bibliography),
    `It was trained to minimise ${lossText(own, bibliography)} with ${optimizerText(own.optimizer, bibliography)}, ${batchText(own)}, in ` +
      `${own.precision === 'float32' ? 'single' : 'double'} precision (seed ${String(own.seed)}).`,
    ...rateSentences(own, bibliography),
    ...penaltySentences(experiment),
    ...stoppingSentences(own),
    endSentence(training, run),
  ];
}

/** Epochs that were trained: of a run that goes on, more than its model file knows of. */
export function epochsDone(training: ModelTraining, run: ReportedRun | null): number {
  return run?.record.epochsDone ?? training.epochsDone;
}

/** As after an import: nothing that the experiment plans has happened yet. */
function untrained(experiment: Experiment, run: ReportedRun | null, bibliography: Bibliography): string {
  const isGiven = experiment.network.initial !== undefined && run?.record.branch === undefined;
  return isGiven
    ? 'Its weights were given to it; no epoch was trained in Ninestep.'
    : `${beginning(experiment, run, bibliography)} No epoch was trained.`;
}

function beginning(experiment: Experiment, run: ReportedRun | null, bibliography: Bibliography): string {
  const branch = run?.record.branch;
  if (branch === undefined) return initialSentence(experiment.network, bibliography);
  return `Training began with the weights that the run “${branch.name}” (${branch.runId}) had after epoch ${String(branch.epoch)}.`;
}

function lossText({ loss, huberDelta, classWeights }: Training, bibliography: Bibliography): string {
  const name = `the ${LOSSES[loss].toLowerCase()}`;
  const delta = loss === 'huber' ? ` loss (δ = ${String(huberDelta)}) ${bibliography.cite('huber1964')}` : '';
  const weights =
    classWeights === 'balanced'
      ? `, rows weighted so that all classes count the same ${bibliography.cite('king2001')},`
      : '';
  return name + delta + weights;
}

/** "Adam (Kingma & Ba, 2015; learning rate 0.01, β₁ 0.9, …)" */
function optimizerText(optimizer: Optimizer, bibliography: Bibliography): string {
  const { label, fields } = optimizerCatalog[optimizer.type];
  const cited = bibliography.cite(...OPTIMIZER_SOURCES[optimizer.type]);
  const name = optimizer.type === 'sgd' || optimizer.type === 'momentum' ? label.toLowerCase() : label;
  return `${name} ${cited.slice(0, -1)}; ${settingsText(fields, optimizer)})`;
}

/** "learning rate 0.01, momentum 0.9" */
function settingsText(fields: FieldTable, values: object): string {
  const settings = new Map(Object.entries<unknown>({ ...values }));
  return Object.entries(fields)
    .map(([name, { label }]) => `${lowerFirst(label)} ${String(settings.get(name))}`)
    .join(', ');
}

function batchText({ optimizer, batchSize, shuffle }: Training): string {
  if (isSecondOrder(optimizer)) return 'all training rows in every step';
  const order = shuffle ? 'shuffled anew in every epoch' : 'in the same order in every epoch';
  return batchSize === 'full'
    ? 'all training rows in every step'
    : `in batches of ${countOf(batchSize, 'row')} ${order}`;
}

function rateSentences(
  { optimizer, schedule, warmUpEpochs, clipping }: Training,
  bibliography: Bibliography,
): string[] {
  if (isSecondOrder(optimizer)) return [];
  const { label, fields } = scheduleCatalog[schedule.type];
  const source = SCHEDULE_SOURCES[schedule.type];
  const told = [
    settingsText(fields, schedule),
    source === undefined ? '' : bibliography.cite(source).slice(1, -1),
  ].filter((text) => text !== '');
  return [
    ...(schedule.type === 'constant'
      ? []
      : [
          `The learning rate followed the schedule “${label}”${told.length === 0 ? '' : ` (${told.join('; ')})`}.`,
        ]),
    ...(warmUpEpochs === 0
      ? []
      : [
          `It rose from zero during the first ${countOf(warmUpEpochs, 'epoch')} ${bibliography.cite('goyal2017')}.`,
        ]),
    ...(clipping === undefined
      ? []
      : [
          `Gradients were clipped by ${clipping.by} at ${String(clipping.limit)} ${bibliography.cite('pascanu2013')}.`,
        ]),
  ];
}

function penaltySentences({ network }: Experiment): string[] {
  const layers = [...network.layers, { type: 'dense' as const, ...network.output }];
  const told = layers.flatMap((layer, k) => {
    if (layer.type !== 'dense' || (layer.l1 === 0 && layer.l2 === 0)) return [];
    const penalties = [
      layer.l1 === 0 ? '' : `L1 ${String(layer.l1)}`,
      layer.l2 === 0 ? '' : `L2 ${String(layer.l2)}`,
    ];
    return [`layer ${String(k + 1)} (${penalties.filter((text) => text !== '').join(', ')})`];
  });
  return told.length === 0 ? [] : [`The weights of ${listText(told)} were penalised.`];
}

function stoppingSentences({ earlyStopping }: Training): string[] {
  if (earlyStopping === undefined) return [];
  return [
    `Training was to stop after ${countOf(earlyStopping.patience, 'epoch')} without a better loss on the ` +
      'validation rows, or on the training rows where there are none.',
  ];
}

function endSentence(training: ModelTraining, run: ReportedRun | null): string {
  const { experiment, rows, epoch } = training;
  const planned = experiment.training.epochs;
  const done = epochsDone(training, run);
  const time = run === null || run.record.seconds === 0 ? '' : `, in ${formatDuration(run.record.seconds)}`;
  const ended = run?.record.status === 'diverged' ? ' Then it diverged.' : '';
  const judge = rows.validation > 0 ? 'validation' : 'training';
  return (
    `It went on for ${countOf(done, 'epoch')} of the ${countOf(planned, 'epoch')} planned${time}.${ended} ` +
    `The weights kept are those with the lowest ${judge} loss, of epoch ${String(epoch)}.`
  );
}
