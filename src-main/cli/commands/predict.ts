import { createPredictor } from '@shared/export/predictor.ts';
import { predictedClasses } from '@shared/export/predicted-classes.ts';
import Papa from 'papaparse';
import { loadModel } from '../../service/operations.ts';
import { ORDINARY_MODE, writeFileAtomic } from '../../storage/atomic-file.ts';
import { readArguments } from '../arguments.ts';
import { readInputTable } from '../input-table.ts';
import { refuseExisting } from '../output-file.ts';

/** A text that a spreadsheet would take for a formula is written so that it does not; -1 is no formula, but a class. */
const CSV_STYLE = {
  newline: '\n',
  escapeFormulae: /^(?:[=@\t\r]|[+-](?!\d+(?:\.\d+)?$))/,
};

/** `ninestep predict MODEL.json DATA.csv [--out FILE.csv] [--force]` */
export async function predict(args: string[]): Promise<number> {
  const { operands, options } = readArguments(args, ['MODEL.json', 'DATA.csv'], {
    out: { type: 'string' },
    force: { type: 'boolean' },
  });
  const [modelPath = '', dataPath = ''] = operands;
  if (options.out !== undefined) await refuseExisting(options.out, options.force === true);
  const model = await loadModel(modelPath);
  const { source } = model.training.experiment.data;
  const trained = source.kind === 'file' ? source.format : null;
  const rows = await readInputTable(dataPath, model.inputs, trained);
  const predictRow = createPredictor(model);
  const answers = rows.map((row) => {
    const outputs = predictRow(row);
    return [...predictedClasses(model.outputs, outputs).map(({ level }) => level), ...outputs];
  });
  const fields = [
    ...predictedClasses(model.outputs, []).map(({ column }) => column),
    ...model.outputs.map((output) => output.name),
  ];
  // Without rows, Papa ends the header's line itself.
  const csv = `${Papa.unparse({ fields, data: answers }, CSV_STYLE).trimEnd()}\n`;
  if (options.out === undefined) process.stdout.write(csv);
  else await writeFileAtomic(options.out, csv, ORDINARY_MODE);
  return 0;
}
