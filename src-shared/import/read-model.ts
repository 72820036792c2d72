import { AppError } from '../core/errors.ts';
import { verifyModel } from '../export/verify-model.ts';
import { type ImportForm, IMPORT_FORMS } from '../model/import-forms.ts';
import type { ModelFile } from '../model/model-file.ts';
import { parseModelFile } from '../schema/model-file.ts';
import { parseJson } from '../schema/safe-json.ts';
import { readBrainjs } from './brainjs.ts';
import type { ForeignModel } from './foreign-model.ts';
import { importedModel } from './import-model.ts';
import { readKeras } from './keras/keras.ts';
import type { ReadBeside } from './keras/weights.ts';
import { unwrapped } from './onnx/ninestep-model.ts';
import { readOnnx } from './onnx/onnx.ts';
import { readSklearn } from './sklearn.ts';

const texts = new TextDecoder('utf-8', { ignoreBOM: true });

/** A model file of any program, read. */
export interface ReadModel {
  readonly form: ImportForm;
  readonly model: ModelFile;
  /** The file, or what it carries, where that is a model file of Ninestep; null where `model` was made of another. */
  readonly own: Uint8Array | null;
  /** What was read and what was made of it, a sentence each. */
  readonly read: readonly string[];
  readonly warnings: readonly string[];
}

/** A file to import. Nothing of it is believed. */
export interface ImportFile {
  readonly bytes: Uint8Array;
  /** Its name without folder and ending: what the model is called where the file does not say. */
  readonly base: string;
  readonly readBeside: ReadBeside;
}

/**
 * Any model file that Ninestep reads → a model file of its own, with what was read in words. The file may be anything: throws
 * MODEL_UNSUPPORTED for what Ninestep has no layer for, and INVALID_VALUE, FILE_NOT_JSON, TOO_DEEP, TOO_LARGE, FILE_TOO_NEW or
 * CHECKSUM_MISMATCH with the place where it is damaged.
 */
export async function readModel({ bytes: given, base, readBeside }: ImportFile): Promise<ReadModel> {
  const bytes = unwrapped(given);
  refuseArchives(bytes);
  if (!isJson(bytes)) {
    refuseTexts(bytes);
    return imported(readOnnx(bytes), base);
  }
  const value = parseJson(texts.decode(bytes), 'The file');
  switch (jsonForm(value)) {
    case 'ninestep':
      return ownModel(value, bytes, bytes === given ? 'ninestep' : 'onnx');
    case 'sklearn':
      return imported(readSklearn(value), base);
    case 'brainjs':
      return imported(readBrainjs(value), base);
    case 'keras':
      return imported(await readKeras(value, readBeside), base);
  }
}

function imported(foreign: ForeignModel, base: string): ReadModel {
  const { form, read, warnings } = foreign;
  return { form, model: importedModel(foreign, base), own: null, read, warnings };
}

/** `form`: how the model file lies on the disk: by itself, or in a graph that carries it. */
function ownModel(value: unknown, own: Uint8Array, form: keyof typeof OWN): ReadModel {
  const model = parseModelFile(value);
  const { goldenCases } = verifyModel(model, value);
  const cases = goldenCases === 1 ? '1 golden case was' : `All ${String(goldenCases)} golden cases were`;
  return {
    form,
    model,
    own,
    read: [`${OWN[form]} ${cases} answered as it says.`],
    warnings: [],
  };
}

const OWN = {
  ninestep: "Ninestep's own file. Its checksum is right.",
  onnx: "Ninestep's own export, with the model file that it was written of.",
} as const;

type JsonForm = Exclude<ImportForm, 'onnx'>;

function jsonForm(value: unknown): JsonForm {
  const file = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (file.format === 'sklearn-mlp') return 'sklearn';
  if (typeof file.format === 'string' && file.format.startsWith('ninestep-')) return 'ninestep';
  if ('modelTopology' in file || 'weightsManifest' in file || isKerasClass(file)) return 'keras';
  if (Array.isArray(file.layers)) return 'brainjs';
  throw new AppError(
    'INVALID_VALUE',
    `format: The file is of no form that can be imported. Known are ${Object.values(IMPORT_FORMS)
      .map(({ label }) => label)
      .join(', ')}.`,
    { at: 'format' },
  );
}

function isKerasClass(file: Record<string, unknown>): boolean {
  return typeof file.class_name === 'string' && 'config' in file;
}

/** JSON begins with a brace, behind white space and perhaps a mark of order; an empty file is none of ONNX either. */
function isJson(bytes: Uint8Array): boolean {
  const start = bytes.findIndex((byte) => !SPACES.has(byte));
  return start === -1 || bytes[start] === 0x7b || bytes[start] === 0x5b;
}

/** Tab, line feed, carriage return, space, and the bytes of UTF-8's mark. */
const SPACES = new Set([0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf]);

/** Bytes that tell a text from a graph: each of ONNX begins with the key of a field, which is none of a text's signs. */
const LOOKED_AT = 256;

/** A table beside a model is easily taken for it. */
function refuseTexts(bytes: Uint8Array): void {
  const isText = bytes.subarray(0, LOOKED_AT).every((byte) => byte >= 0x20 || SPACES.has(byte));
  if (!isText) return;
  throw new AppError(
    'MODEL_UNSUPPORTED',
    `The file is a text, perhaps a table, and no model. ${TABLE_WAY}.`,
    { at: 'byte 0' },
  );
}

const TABLE_WAY = 'Open a table on the Data stage, or train on it: ninestep train TABLE --target COLUMN';

/** What the beginnings of files that hold models in other ways look like, and the way out. */
const ARCHIVES = [
  {
    begins: [0x89, 0x48, 0x44, 0x46],
    what: 'an HDF5 file, as Keras saves models',
    way: 'Convert it with tensorflowjs_converter --input_format=keras, and import its model.json',
  },
  {
    begins: [0x50, 0x4b, 0x03, 0x04],
    what: 'a ZIP archive, as PyTorch and Keras 3 save models, and Excel saves tables',
    way: 'Export a model as ONNX (torch.onnx.export, or model.export(format="onnx") in Keras 3), and import that; a table is opened on the Data stage',
  },
  { begins: [0x50, 0x41, 0x52, 0x31], what: 'a Parquet table', way: TABLE_WAY },
  {
    begins: [0x80],
    what: 'a pickle, as scikit-learn saves models',
    way: 'Write its coefficients as JSON (docs/formats/sklearn-mlp.md has the lines of Python), or export it as ONNX',
  },
] as const;

function refuseArchives(bytes: Uint8Array): void {
  const found = ARCHIVES.find(({ begins }) => begins.every((byte, k) => bytes[k] === byte));
  if (found === undefined) return;
  throw new AppError(
    'MODEL_UNSUPPORTED',
    `The file is ${found.what}, which Ninestep does not read. ${found.way}.`,
    {
      at: 'byte 0',
    },
  );
}
