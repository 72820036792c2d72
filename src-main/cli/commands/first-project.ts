import { formatCount, formatDuration, formatNumber } from '@shared/core/text.ts';
import { RUN_STATUSES } from '@shared/model/run.ts';
import { join } from 'node:path';
import { describeModel } from '../../service/operations.ts';
import { RUN_FILES } from '../../storage/paths.ts';
import { hasModel } from '../../storage/run-store.ts';
import { exampleExperiments } from '../../storage/project-store.ts';
import { ANY_ENGINE } from '../../trainer/engine.ts';
import { readArguments } from '../arguments.ts';
import { exitCodeOf, trainInTerminal } from '../train-in-terminal.ts';

/** `ninestep first-project`: what the window's first press of Train does, in the terminal. */
export async function firstProject(args: string[]): Promise<number> {
  readArguments(args, [], {});
  const { experiment } = exampleExperiments()[0]!;
  const say = (line = '') => process.stdout.write(`${line}\n`);
  say(`Training "${experiment.name}": ${experiment.description}`);
  const run = await trainInTerminal(experiment, { directory: null, quiet: false, engine: ANY_ENGINE });
  const { directory, record } = run;
  say(
    `${RUN_STATUSES[record.status]} after ${formatCount(record.epochsDone)} epochs, ${formatDuration(record.seconds)}.`,
  );
  if (record.reason !== null) say(record.reason);
  if (await hasModel(directory)) {
    say();
    for (const line of caseTable(await describeModel(directory))) say(line);
    say();
    say(`Run:   ${directory}`);
    say(`Model: ${join(directory, RUN_FILES.model)}`);
  }
  return exitCodeOf(run);
}

/** The test cases as a table: what was asked, and each answer with the truth behind it. */
function caseTable(model: Awaited<ReturnType<typeof describeModel>>): string[] {
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
