import { formatJson } from '@shared/core/json-text.ts';
import { formatCount, formatDuration, formatNumber } from '@shared/core/text.ts';
import { RUN_STATUSES } from '@shared/model/run.ts';
import { join } from 'node:path';
import { describeModel } from '../../service/operations.ts';
import { RUN_FILES } from '../../storage/paths.ts';
import { hasModel } from '../../storage/run-store.ts';
import { exampleExperiments } from '../../storage/project-store.ts';
import { ANY_ENGINE } from '../../trainer/engine.ts';
import { readArguments } from '../arguments.ts';
import { FIRST_PROJECT } from '../manuals/engine-tools.ts';
import { exitCodeOf, type FinishedRun, trainInTerminal } from '../train-in-terminal.ts';

/** `ninestep first-project [--json]`: what the window's first press of Train does, in the terminal. */
export async function firstProject(args: string[]): Promise<number> {
  const { options } = readArguments(args, [], FIRST_PROJECT.options);
  const { experiment } = exampleExperiments()[0]!;
  const say = (line = '') => process.stdout.write(`${line}\n`);
  if (options.json !== true) say(`Training "${experiment.name}": ${experiment.description}`);
  const run = await trainInTerminal(experiment, { directory: null, quiet: false, engine: ANY_ENGINE });
  const model = (await hasModel(run.directory)) ? await describeModel(run.directory) : null;
  if (options.json === true) process.stdout.write(formatJson(asJson(run, model)));
  else for (const line of asLines(run, model)) say(line);
  return exitCodeOf(run);
}

type DescribedModel = Awaited<ReturnType<typeof describeModel>>;

function asJson({ directory, record }: FinishedRun, model: DescribedModel | null): object {
  return {
    directory,
    model: model === null ? null : join(directory, RUN_FILES.model),
    status: record.status,
    epochs: record.epochsDone,
    seconds: record.seconds,
    cases: model?.cases ?? [],
  };
}

function asLines({ directory, record }: FinishedRun, model: DescribedModel | null): string[] {
  const { status, epochsDone, seconds, reason } = record;
  const end = `${RUN_STATUSES[status]} after ${formatCount(epochsDone)} epochs, ${formatDuration(seconds)}.`;
  const lines = reason === null ? [end] : [end, reason];
  if (model === null) return lines;
  const places = [`Run:   ${directory}`, `Model: ${join(directory, RUN_FILES.model)}`];
  return [...lines, '', ...caseTable(model), '', ...places];
}

/** The test cases as a table: what was asked, and each answer with the truth behind it. */
function caseTable(model: DescribedModel): string[] {
  const header = [
    model.inputs.map((column) => column.name).join(', '),
    ...model.outputs.map((column) => `${column.name} (truth)`),
  ];
  const rows = model.cases.map(({ inputs, expected, outputs }) => [
    inputs.map((value) => formatNumber(Number(value))).join(', '),
    ...outputs.map(
      (value, t) =>
        `${value.toFixed(2).replace('-', '−')} (${expected === null ? '?' : formatNumber(expected[t]!)})`,
    ),
  ]);
  const widths = header.map((title, c) => Math.max(title.length, ...rows.map((row) => row[c]!.length)));
  return [header, ...rows].map((row) => row.map((cell, c) => cell.padStart(widths[c]!)).join('   '));
}
