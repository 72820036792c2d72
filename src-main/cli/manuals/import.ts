import type { Manual } from '../manual.ts';
import { FORCE, JSON_OPTION } from './common-options.ts';

export const IMPORT = {
  group: 'Use a model',
  summary: 'Reads a model of another program, or one of Ninestep',
  usages: [
    {
      line: 'ninestep import FILE [--json]',
      text: 'Tells what the file holds, layer by layer, and makes nothing.',
    },
    {
      line: 'ninestep import FILE --out MODEL.json [--force] [--json]',
      text: 'Writes it as a model file, which predict, evaluate, export, verify and inspect take.',
    },
    {
      line: 'ninestep import FILE --table DATA [--target NAME[,NAME]] [--name NAME] [--out MODEL.json] [--json]',
      text: 'Makes a run in the workspace whose model is that of the file, measured on the table and ready to be trained on: ninestep train --resume DIR. Columns are found by name, or taken in their order.',
    },
    {
      line: 'ninestep import FILE --workspace [--name NAME] [--json]',
      text: 'The same without a table: Ninestep’s own files know theirs; a model of another program gets rows with its own answers.',
    },
  ],
  options: {
    out: { type: 'string', value: 'MODEL.json', help: 'The model file that is written.' },
    table: { type: 'string', value: 'DATA', help: 'A table of any form that train takes.' },
    target: {
      type: 'string',
      value: 'NAME[,NAME]',
      help: 'The columns that hold what the model answers. Else as the model calls them, or as the table lets guess.',
    },
    workspace: { type: 'boolean', help: 'Makes a run, also without a table.' },
    name: {
      type: 'string',
      value: 'NAME',
      help: 'What the run is called. Else as the file says, or as it is called.',
    },
    force: FORCE,
    json: JSON_OPTION,
  },
  examples: [
    { says: 'What is in a model of another program', line: 'ninestep import network.json' },
    { says: 'As a model file', line: 'ninestep import network.json --out imported.json' },
    { says: 'As a run in the workspace', line: 'ninestep import network.json --workspace --name Imported' },
  ],
  glossaries: [
    {
      title: 'Files',
      rows: [
        ['*.onnx', 'ONNX: fully connected networks as PyTorch, Keras and scikit-learn export them.'],
        ['model.json', 'TensorFlow.js and Keras: a layers model, its weights (.bin) beside it.'],
        [
          '*.json',
          'Coefficients of scikit-learn’s MLP (docs/formats/sklearn-mlp.md), brain.js, Ninestep’s own.',
        ],
      ],
    },
  ],
} as const satisfies Manual;
