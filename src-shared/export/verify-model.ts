import { AppError, type ErrorCode } from '../core/errors.ts';
import { quote } from '../core/text.ts';
import type { ModelFile } from '../model/model-file.ts';
import { checkGoldenCases, type CheckedCases } from './golden-cases.ts';
import { modelChecksum } from './model-json.ts';
import { changedPart } from './model-sums.ts';
import { checkModelShapes } from './verify-shapes.ts';

export type VerifiedModel = CheckedCases;

/**
 * Checks a model file against itself: shapes, checksum, golden cases. Throws the first thing that is wrong, and tells where
 * as closely as the file allows. `written` is the JSON value as it stood in the file, if it came from one: checksum and
 * sums are of that, not of what a newer version adds to it on reading.
 */
export function verifyModel(model: ModelFile, written: unknown = model): VerifiedModel {
  checkModelShapes(model);
  // Of the form that was just checked; only its numbers may be packed.
  const file = written as ModelFile;
  if (modelChecksum(file) !== model.checksum) throw wasChanged(model, file);
  try {
    return checkGoldenCases(model);
  } catch (error) {
    throw error instanceof AppError ? withCulprit(error, model, file) : error;
  }
}

/** The checksum does not fit: which part it is, where the file says the sums of its parts. */
function wasChanged(model: ModelFile, file: ModelFile): AppError {
  const code = 'CHECKSUM_MISMATCH';
  if (model.sums === undefined) {
    return refusal(
      code,
      'checksum',
      `The file does not match its checksum: it ${CHANGED} ${howItAnswers(model)}`,
    );
  }
  const part = changedPart(model.sums, file);
  if (part !== null)
    return refusal(code, part, `${describe(model, part)} does not match its sum: it ${CHANGED}`);
  return refusal(
    code,
    'checksum',
    'The file does not match its checksum, but its columns, layers and golden cases match theirs: ' +
      `something else in it, that does not change its answers, ${CHANGED}`,
  );
}

const CHANGED = 'was changed or damaged after it was written. Export it again.';

/** Of a file without sums: whether its answers were touched, too. */
function howItAnswers(model: ModelFile): string {
  try {
    checkGoldenCases(model);
    return 'Its golden cases still hold.';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.message;
  }
}

/** The checksum fits, the answers do not: whoever made it fit may have left the sums as they were. */
function withCulprit(error: AppError, model: ModelFile, file: ModelFile): AppError {
  const part = model.sums === undefined ? null : changedPart(model.sums, file);
  if (part === null) return error;
  const changed = `${describe(model, part)} does not match its sum: it was changed, and the checksum made to fit.`;
  return new AppError(error.code, `${error.message} ${part}: ${changed}`, { at: error.at, cause: error });
}

function refusal(code: ErrorCode, at: string, problem: string): AppError {
  return new AppError(code, `${at}: ${problem}`, { at });
}

/** A part of a model in words: `layers[0]` → "This layer (dense)". */
function describe(model: ModelFile, part: string): string {
  const [, list = part, place = ''] = /^(\w+)\[(\d+)\]$/.exec(part) ?? [];
  const k = Number(place);
  if (place === '') return 'The length of this list';
  switch (list) {
    case 'inputs':
      return `The column ${quote(model.inputs[k]!.name)}, with its scaling,`;
    case 'outputs':
      return `The answer ${quote(model.outputs[k]!.name)}, with its scaling,`;
    case 'layers':
      return `This layer (${model.layers[k]!.type}), with its weights,`;
    default:
      return 'This golden case';
  }
}
