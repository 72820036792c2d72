import type { ExportFormat } from '@shared/model/export-formats.ts';

export interface FormatGroup {
  /** What its formats are for. */
  readonly label: string;
  readonly formats: readonly ExportFormat[];
}

const PURPOSES: Readonly<Record<ExportFormat, string>> = {
  json: 'To go on with',
  onnx: 'To run elsewhere',
  tfjs: 'To run elsewhere',
  javascript: 'Source code',
  python: 'Source code',
  c: 'Source code',
  report: 'To read and to print',
  tables: 'To read and to print',
};

/** All formats, by what they are for. */
export const FORMAT_GROUPS: readonly FormatGroup[] = [...new Set(Object.values(PURPOSES))].map((label) => ({
  label,
  formats: (Object.keys(PURPOSES) as ExportFormat[]).filter((name) => PURPOSES[name] === label),
}));

/** What stands in a file beside the network, and how near it comes to what the app answers. */
const CONTENTS: Readonly<Record<ExportFormat, readonly string[]>> = {
  json: [
    'The whole experiment with its seeds, the metrics, the equation in words',
    'Golden cases with which any reader can prove that it computes the same, and a checksum over all of it',
    'Answers the same bits as the app',
  ],
  onnx: [
    'Scaling, levels, dates and missing values as part of the graph, one named input for each column',
    'Golden cases and versions as metadata; agrees with the app to 1e-5 of an answer (float32)',
  ],
  tfjs: [
    'The network as standard layers, its weights, and a module that prepares rows and reads answers',
    'Golden cases; agrees with the app to 1e-5 of an answer (float32)',
  ],
  c: programContents('1e-5 of an answer (float32)'),
  javascript: programContents('1e-12 of an answer'),
  python: programContents('1e-12 of an answer'),
  report: [
    'Data, network, training and results of the run, with curves and tables, in one page without scripts',
    'A methods text and a citation, with every seed and version, ready for a paper',
  ],
  tables: ['Points, metrics, layers and answers as tables for a spreadsheet or a notebook'],
};

function programContents(agreement: string): readonly string[] {
  return [
    'Scaling, levels, dates and missing values, as the network was trained with them',
    `Golden cases, and a self-test that runs them; agrees with the app to ${agreement}`,
  ];
}

export function contentsOf(format: ExportFormat): readonly string[] {
  return CONTENTS[format];
}

/** Formats that a person reads; all others compute. */
export function isToRead(format: ExportFormat): boolean {
  return format === 'report' || format === 'tables';
}

/** Where the results on the test rows are, while they are sealed; null: the format has none of them. */
export function sealedNote(format: ExportFormat): string | null {
  if (isToRead(format)) return 'test results are sealed, and not in it';
  return format === 'json' ? 'test results are sealed: in the file, not shown here' : null;
}
