import { GROUP_KINDS, RUN_STATUSES, type RunEntry, shownName } from '../model/run.ts';
import { settingName } from '../model/setting-names.ts';
import { optimizerCatalog } from '../model/training-catalog.ts';
import { layersText, learningRateOf } from './layers-text.ts';
import { metricField, parseMetric } from './metric-fields.ts';
import type { FieldKind, FieldValue, RunField } from './run-field.ts';
import { settingReader } from './setting-reader.ts';
import { settingOfAlias } from './setting-aliases.ts';

export const ORIGINS = { window: 'window', 'command-line': 'command line' } as const;

const OPTIMIZERS = Object.fromEntries(Object.entries(optimizerCatalog).map(([id, { label }]) => [id, label]));

const field = (
  id: string,
  kind: FieldKind,
  label: string,
  help: string,
  read: (run: RunEntry) => FieldValue,
  options?: Readonly<Record<string, string>>,
): RunField => ({ id, kind, label, help, read, options });

/** What every run has, or may have, apart from its figures and its settings. */
const BUILT_IN: readonly RunField[] = [
  field('name', 'text', 'Name', 'What the run is called', shownName),
  field('status', 'choice', 'Status', 'How it stands', (run) => run.status, RUN_STATUSES),
  field('created', 'date', 'When', 'When it was launched', (run) => Date.parse(run.createdAt)),
  field('ended', 'date', 'Ended', 'When it ended', (run) => run.endedAt && Date.parse(run.endedAt)),
  field('spark', 'picture', 'Shape', 'The monitored loss over the run', () => null),
  field('tags', 'tags', 'Tags', 'Its tags', (run) => run.marks.tags),
  field('note', 'text', 'Note', 'What was noted', (run) => run.marks.note || null),
  field('star', 'yes-no', 'Starred', 'Whether it has a star', (run) => run.marks.isStarred),
  field('group', 'text', 'Group', 'What it was launched with', (run) => run.group?.name ?? null),
  field(
    'kind',
    'choice',
    'Kind of group',
    'Why it has a group',
    (run) => run.group?.kind ?? null,
    GROUP_KINDS,
  ),
  field('configuration', 'number', 'Configuration', 'Which of its group, 1 first', (run) =>
    run.group === undefined ? null : run.group.configuration + 1,
  ),
  field('replicate', 'number', 'Repetition', 'Which of its configuration, 1 first', (run) =>
    run.group === undefined ? null : run.group.replicate + 1,
  ),
  field('time', 'duration', 'Time', 'Time spent training', (run) => run.seconds),
  field('layers', 'text', 'Layers', 'Its hidden layers in short', (run) => layersText(run.experiment)),
  field('parameters', 'number', 'Parameters', 'How many it learns', (run) => run.parameters),
  field(
    'optimizer',
    'choice',
    'Optimizer',
    'Its method',
    (run) => run.experiment.training.optimizer.type,
    OPTIMIZERS,
  ),
  field('lr', 'number', 'Rate', 'Its learning rate', (run) => learningRateOf(run.experiment)),
  field('batch', 'setting', 'Batch', 'Its batch size', (run) => run.experiment.training.batchSize),
  field('epochs', 'number', 'Epochs', 'How many are done', (run) => run.epochsDone),
  field(
    'planned',
    'number',
    'Planned epochs',
    'How many were asked for',
    (run) => run.experiment.training.epochs,
  ),
  field('precision', 'text', 'Precision', 'float32 or float64', (run) => run.experiment.training.precision),
  field('origin', 'choice', 'Origin', 'Where it was launched', (run) => run.origin, ORIGINS),
  field('experiment', 'text', 'Experiment', 'The experiment it was made from', (run) => run.experiment.name),
  field('rows', 'number', 'Training rows', 'How many it learns from', (run) => run.rows?.train ?? null),
  // Decided when its turn comes.
  field('engine', 'text', 'Engine', 'What trained it', (run) =>
    run.status === 'queued' && run.epochsDone === 0 ? null : `${run.engine.backend} ${run.engine.version}`,
  ),
  field('reason', 'text', 'Reason', 'Why it ended', (run) => run.reason ?? run.failure?.message ?? null),
  field('id', 'text', 'Id', 'The name of its folder', (run) => run.id),
];

/** Other names by which people look for a field. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  tag: 'tags',
  starred: 'star',
  sweep: 'group',
  when: 'created',
  date: 'created',
  seconds: 'time',
  duration: 'time',
  rate: 'lr',
  learningrate: 'lr',
  batchsize: 'batch',
  params: 'parameters',
};

const BY_NAME = new Map(BUILT_IN.map((known) => [known.id, known]));

/** The fields of every run, in the order in which they are offered. */
export function builtInFields(): readonly RunField[] {
  return BUILT_IN;
}

/** Those with a name of their own: what was read once is the same object again, so that values can be kept by it. */
const found = new Map<string, RunField | null>();

/** A field by its id, another name of it, a metric or (alias of) a setting; null where there is none. */
export function findField(name: string): RunField | null {
  let known = found.get(name);
  if (known === undefined) {
    known = lookUp(name);
    found.set(name, known);
  }
  return known;
}

function lookUp(name: string): RunField | null {
  const lower = name.toLowerCase();
  const builtIn = BY_NAME.get(OTHER_NAMES[lower] ?? lower);
  if (builtIn !== undefined) return builtIn;
  const metric = parseMetric(name);
  if (metric !== null) return metricField(metric);
  if (/^(data|network|training)[.[]/.test(name)) return settingField(name);
  return settingOfAlias(name);
}

function settingField(path: string): RunField {
  const read = settingReader(path);
  const { label } = settingName(path);
  return { id: path, label, help: path, kind: 'setting', read: (run) => read(run.experiment) ?? null };
}

/** A field as columns and groups keep it; what is not known any more is taken for a setting that no run has. */
export function fieldOf(id: string): RunField {
  return findField(id) ?? settingField(id);
}
