import { EXPORT_FORMAT_NAMES, EXPORT_FORMATS, NUMBER_FORMS } from '@shared/model/export-formats.ts';
import type { Manual } from '../manual.ts';
import { FORCE, JSON_OPTION } from './common-options.ts';

export const EXPORT = {
  group: 'Use a model',
  summary: 'Writes a model in another format, and proves what was written',
  usages: [
    {
      line: 'ninestep export RUN|MODEL.json --format FORMAT --out FILE [--numbers FORM] [--force] [--json]',
      text: 'Writes the model in another format, reads the file back and runs its golden cases where what it needs is on this machine. What a format needs beside the file is written beside it. RUN is a run’s folder, its run.json or its model.json: reports and tables then tell of the run, too.',
    },
  ],
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      values: EXPORT_FORMAT_NAMES,
      help: 'What is written; see below.',
    },
    out: {
      type: 'string',
      value: 'FILE',
      help: 'The file that is written; - for standard output, where the format is a single file.',
    },
    numbers: {
      type: 'string',
      value: 'FORM',
      values: NUMBER_FORMS,
      help: 'How JSON writes weights: readable, or their bytes in base64 in a fraction of the room. Else readable.',
    },
    force: FORCE,
    json: JSON_OPTION,
  },
  examples: [
    {
      says: 'A JavaScript module',
      line: 'ninestep export iris-run/model.json --format javascript --out iris.mjs',
    },
    {
      says: 'A file that opens again in Ninestep',
      line: 'ninestep export iris-run/model.json --format json --out iris.json',
    },
    {
      says: 'A page to read and print, of the run',
      line: 'ninestep export iris-run --format report --out iris.html',
    },
  ],
  glossaries: [
    {
      title: 'Formats',
      rows: EXPORT_FORMAT_NAMES.map((name) => {
        const { label, note } = EXPORT_FORMATS[name];
        return [name, `${label}. ${note}.`] as const;
      }),
    },
  ],
} as const satisfies Manual;
