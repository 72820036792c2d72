import { AppError } from '../core/errors.ts';
import { LIMITS } from '../core/limits.ts';
import { formatCount } from '../core/text.ts';
import { equationInWords } from '../export/equation.ts';
import { sealModel } from '../export/model-json.ts';
import { numbersOfLayer } from '../model/layer-numbers.ts';
import type { ModelFile, ModelLayer, ModelNumberInput, ModelOutput, Transform } from '../model/model-file.ts';
import { type ForeignModel, refuseFile, type Scale } from './foreign-model.ts';
import { probeCases } from './probe-cases.ts';
import { asOneProbability } from './two-classes.ts';
import { uniqueNames } from './unique-names.ts';

/**
 * A foreign network → a model file that is complete by itself, with golden cases of its own answers. `fallbackName`: what it is
 * called where the file does not say. Throws TOO_LARGE, and INVALID_VALUE where a weight is no finite number.
 */
export function importedModel(given: ForeignModel, fallbackName: string): ModelFile {
  checkSizes(given);
  const foreign = asOneProbability(given);
  const { task, layers } = foreign;
  const inputs = inputsOf(foreign);
  const outputs = outputsOf(foreign);
  const content: Omit<ModelFile, 'checksum'> = {
    format: 'ninestep-model',
    version: 1,
    name: (foreign.name ?? fallbackName).trim().slice(0, LIMITS.nameLength) || 'Imported model',
    task,
    inputs,
    outputs,
    equation: equationInWords(inputs, layers),
    layers: [...layers],
    parameters: layers.reduce((sum, layer) => sum + parametersOf(layer), 0),
    training: null,
    metrics: { train: null, validation: null, test: null },
    testCases: [],
    goldenCases: probeCases({ inputs, outputs, layers: [...layers] }),
  };
  return sealModel(content);
}

/** Numbers that training would change. */
export function parametersOf(layer: ModelLayer): number {
  if (layer.type === 'dense') return (layer.shape[1] + 1) * layer.shape[0];
  return 'gamma' in layer ? 2 * layer.gamma.length : 0;
}

function checkSizes({ inputs, layers }: ForeignModel): void {
  requireAtMost('inputs', inputs.length, LIMITS.columns, 'inputs');
  requireAtMost('layers', layers.length, LIMITS.layers + 1, 'layers');
  requireAtMost(
    'layers',
    layers.reduce((sum, own) => sum + parametersOf(own), 0),
    LIMITS.parameters,
    'parameters',
  );
  layers.forEach((layer, k) => {
    const at = `layers[${String(k)}]`;
    if (layer.type === 'dense') requireAtMost(at, Math.max(...layer.shape), LIMITS.units, 'units');
    if (!numbersOfLayer(layer).every((list) => list.every(Number.isFinite))) {
      refuseFile(
        at,
        'A weight of this layer is not a finite number. The model was broken when it was saved.',
      );
    }
  });
}

function requireAtMost(at: string, count: number, most: number, what: string): void {
  if (count <= most) return;
  throw new AppError(
    'TOO_LARGE',
    `${at}: The model has ${formatCount(count)} ${what}; Ninestep takes at most ${formatCount(most)}.`,
    { at },
  );
}

/** Deviations around the mean where nobody knows which values the model was trained on. */
const USUAL_DEVIATIONS = 2;

function inputsOf({ inputs }: ForeignModel): ModelNumberInput[] {
  const names = uniqueNames(inputs.map(({ name }, i) => name ?? `x${String(i + 1)}`));
  return inputs.map((input, i) => ({
    type: 'number',
    name: names[i]!,
    transform: transformOf(input),
    range: rangeOf(input),
  }));
}

function transformOf({ shift, scale }: Scale): Transform {
  return shift === 0 && scale === 1 ? { kind: 'none', shift, scale } : { kind: 'standard', shift, scale };
}

/** The training rows are not known: where their values may have lain. */
function rangeOf({ shift, scale }: Scale): ModelNumberInput['range'] {
  const reach = USUAL_DEVIATIONS * Math.abs(scale);
  return { min: shift - reach, max: shift + reach, mean: shift };
}

function outputsOf({ outputs, classes, task }: ForeignModel): ModelOutput[] {
  const own = outputs.map(({ name }, t) => name ?? (outputs.length === 1 ? 'y' : `y${String(t + 1)}`));
  const names = uniqueNames(own);
  return outputs.map((output, t) => {
    const ofClass = classOf(classes, task, t, names[t]!);
    return {
      name: ofClass === null ? names[t]! : `${ofClass.column} = ${ofClass.level}`,
      transform: transformOf(output),
      range: ofClass === null ? rangeOf(output) : { min: 0, max: 1, mean: 0.5 },
      ...(ofClass === null ? {} : { class: ofClass }),
    };
  });
}

function classOf(
  classes: ForeignModel['classes'],
  task: ForeignModel['task'],
  t: number,
  name: string,
): NonNullable<ModelOutput['class']> | null {
  if (task === 'multilabel') return { column: name, level: '1', otherwise: '0' };
  if (classes === null) return null;
  const column = (classes.column ?? 'class').slice(0, LIMITS.nameLength);
  const [otherwise, level] = classes.levels as [string, string];
  return task === 'binary' ? { column, level, otherwise } : { column, level: classes.levels[t]! };
}
