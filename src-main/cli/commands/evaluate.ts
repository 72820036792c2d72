import { AppError } from '@shared/core/errors.ts';
import { formatJson } from '@shared/core/json-text.ts';
import { formatCount, quote } from '@shared/core/text.ts';
import { PARTS, type Part } from '@shared/model/data-catalog.ts';
import { columnNames } from '@shared/model/features.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { encodeMeasured } from '@shared/schema/measured-json.ts';
import { basename, dirname, resolve } from 'node:path';
import { measureImportance, readEvaluation } from '../../service/evaluation-operations.ts';
import { loadModel } from '../../service/operations.ts';
import { RUN_FILES } from '../../storage/paths.ts';
import { readRun } from '../../storage/run-store.ts';
import { TestOpenings } from '../../storage/test-openings.ts';
import { readArguments, required } from '../arguments.ts';
import { evaluateTable } from '../evaluate-table.ts';
import { EVALUATE } from '../manuals/evaluate.ts';
import { evaluationText, type ToldPart } from '../evaluation-text.ts';

type Options = ReturnType<typeof readArguments<typeof EVALUATE.options>>['options'];

/**
 * `ninestep evaluate RUN [--part P,Q] [--open-test] [--importance] [--json]`, or
 * `ninestep evaluate MODEL.json TABLE [--json]`
 */
export async function evaluateCommand(args: string[]): Promise<number> {
  const { operands, options } = readArguments(args, ['RUN or MODEL.json', '[TABLE]'], EVALUATE.options);
  const [path = '', tablePath] = operands;
  const told = await (tablePath === undefined
    ? evaluateRun(path, options)
    : evaluateOnTable(path, tablePath, options));
  process.stdout.write(options.json === true ? json(told) : evaluationText(told.title, told.parts));
  return 0;
}

interface Told {
  readonly title: string;
  /** The model that was measured, and what it was trained to. */
  readonly of: object;
  readonly parts: readonly ToldPart[];
}

/** Shuffles of each column. */
const IMPORTANCE = { repeats: 10, seed: 1 };

async function evaluateRun(path: string, options: Options): Promise<Told> {
  const directory = runFolder(path);
  const run = await readRun(directory);
  const names = partsOf(run, options);
  if (names.includes('test')) await openTest(directory);
  const parts: ToldPart[] = [];
  let epoch = 0;
  for (const part of names) {
    const subject = { directory, experiment: run.experiment, part };
    const found = await readEvaluation(subject);
    epoch = found.epoch;
    const columns = columnNames(run.experiment.data, 'input');
    const importance =
      options.importance === true
        ? await measureImportance(subject, { ...IMPORTANCE, columns }, new AbortController().signal)
        : null;
    const { rows, numbers, classes } = found;
    parts.push({ name: part, rows: rows[part], numbers, classes, importance });
  }
  const title = `${run.name}, weights of epoch ${formatCount(epoch)}`;
  return { title, of: { run: directory, name: run.name, epoch }, parts };
}

/** A model in a run's folder stands for the run. */
function runFolder(path: string): string {
  const isFile = [RUN_FILES.record, RUN_FILES.model].some((name) => name === basename(path));
  return resolve(isFile ? dirname(path) : path);
}

function partsOf({ rows }: RunRecord, options: Options): Part[] {
  const isOpen = options['open-test'] === true;
  const asked =
    options.part === undefined ? null : required(options.part, '--part').split(',').map(partNamed);
  if (asked?.includes('test') === true && !isOpen) {
    throw new AppError(
      'NOT_ALLOWED',
      'The results on the test rows are sealed, so that they can say something about rows nobody has chosen by. ' +
        'Say --open-test to open them, which is counted.',
      { at: 'part' },
    );
  }
  const all = asked ?? PARTS.filter((part) => part !== 'test' || isOpen);
  const found = all.filter((part) => asked !== null || rows?.[part] !== 0);
  return isOpen && !found.includes('test') ? [...found, 'test'] : found;
}

function partNamed(name: string): Part {
  const part = PARTS.find((own) => own === name);
  if (part !== undefined) return part;
  throw new AppError('USAGE', `There is no part ${quote(name)}. Known: ${PARTS.join(', ')}.`);
}

async function openTest(directory: string): Promise<void> {
  const times = await new TestOpenings().add(directory, new Date());
  process.stderr.write(
    `ninestep: the test results of this run have now been opened ${times === 1 ? 'once' : `${formatCount(times)} times`}\n`,
  );
}

async function evaluateOnTable(path: string, tablePath: string, options: Options): Promise<Told> {
  const given = (['part', 'open-test', 'importance'] as const).find((name) => options[name] !== undefined);
  if (given !== undefined) {
    throw new AppError(
      'USAGE',
      `--${given} cannot be used here. It is for the rows of a run: ninestep evaluate RUN.`,
    );
  }
  const model = await loadModel(path);
  const { rows, dropped, numbers, classes } = await evaluateTable(model, tablePath);
  if (dropped > 0) {
    process.stderr.write(
      `ninestep: ${formatCount(dropped)} rows were left out: a value is missing, or is not what the model takes\n`,
    );
  }
  const epoch = model.training?.epoch ?? 0;
  return {
    title: `${model.name}, weights of epoch ${formatCount(epoch)}, on ${tablePath}`,
    of: { model: path, table: tablePath, name: model.name, epoch, dropped },
    parts: [{ name: basename(tablePath), rows, numbers, classes, importance: null }],
  };
}

/** All figures to the last digit; what is only there to be drawn is left out. */
function json({ of, parts }: Told): string {
  const told = parts.map(({ name, rows, numbers, classes, importance }) => ({
    name,
    rows,
    numbers: numbers.map(({ truth: _truth, answers: _answers, ...figures }) => figures),
    classes: classes.map(({ confusion, ...figures }) => ({
      ...figures,
      confusion: figures.classes.map((_, c) =>
        Array.from(confusion.subarray(c * figures.classes.length, (c + 1) * figures.classes.length)),
      ),
    })),
    ...(importance === null ? {} : { importance }),
  }));
  return formatJson(encodeMeasured({ ...of, parts: told }));
}
