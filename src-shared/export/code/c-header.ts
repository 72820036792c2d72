import { AppError } from '../../core/errors.ts';
import { quote } from '../../core/text.ts';
import type { RawValue } from '../../model/column-catalog.ts';
import type { ModelFile, ModelInput, ModelLayer, ModelOutput } from '../../model/model-file.ts';
import { C_FUNCTIONS } from './c-functions.ts';
import { cDates, cEncoding } from './c-encoding.ts';
import { cDouble, cField, cFloat, cFloats, cNames, cText } from './c-text.ts';
import { activationsOf, casesOf, commentText, inputInWords, kindOf, originInWords } from './code-model.ts';

/**
 * A model → a C header (C99, only the standard library) that takes raw values and gives raw values, in float32, with a
 * self-test on golden cases. It computes what `createPredictor` does, to the rounding of float32. Throws INVALID_VALUE
 * where float32 has no room for the answers.
 */
export function cHeader(model: ModelFile): string {
  model.outputs.forEach(refuseBeyondFloat32);
  const names = cNames(model.inputs.map(({ name }) => name));
  return `${[
    comment(model),
    '#ifndef NINESTEP_MODEL_H\n#define NINESTEP_MODEL_H\n\n#include <math.h>\n#include <stddef.h>\n#include <string.h>',
    `#define NINESTEP_INPUTS ${String(model.inputs.length)}\n#define NINESTEP_OUTPUTS ${String(model.outputs.length)}`,
    rowType(model.inputs, names),
    outputNames(model),
    ...model.layers.flatMap(numbers),
    ...activationsOf(model).map((name) => C_FUNCTIONS[name]),
    SCALING,
    ...(model.inputs.some(({ type }) => type === 'date') ? [cDates] : []),
    ...(model.inputs.some((input) => 'levels' in input) ? [LEVELS] : []),
    cEncoding(model.inputs, names),
    network(model),
    PREDICT(model),
    selfTest(model, names),
    '#endif',
  ].join('\n\n')}\n`;
}

/** Below it digits are lost, and then the number itself. */
const SMALLEST_FLOAT32 = 2 ** -126;

function refuseBeyondFloat32({ name, range }: ModelOutput, t: number): void {
  const largest = Math.max(Math.abs(range.min), Math.abs(range.max));
  if (largest === 0 || (largest >= SMALLEST_FLOAT32 && Number.isFinite(Math.fround(largest)))) return;
  throw new AppError(
    'INVALID_VALUE',
    `outputs[${String(t)}]: The answers of ${quote(name)} are of sizes up to ${String(largest)}, for which float32 has no ` +
      'room: the C header computes in it. Export Ninestep JSON, JavaScript or Python instead; they keep float64.',
    { at: `outputs[${String(t)}]` },
  );
}

function comment(model: ModelFile): string {
  const lines = [
    commentText(model.name),
    '',
    `A neural network of ${String(model.parameters)} parameters, ${originInWords(model)}.`,
    'It takes raw values and gives raw values: scaling, levels and missing values are taken care of inside.',
    '',
    '  ninestep_row row = { ... };',
    '  float answers[NINESTEP_OUTPUTS];',
    '  if (ninestep_predict(&row, answers) == 0) { ... }',
    '',
    'To test it: cc -DNINESTEP_SELF_TEST -x c -o test model.h -lm && ./test',
  ];
  return `/*\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */`;
}

function rowType(inputs: readonly ModelInput[], names: readonly string[]): string {
  const fields = inputs.map(
    (input, k) =>
      `  ${cField(input)}${names[k]!}; /* ${commentText(input.name)}: ${commentText(inputInWords(input))} */`,
  );
  return `/* Raw values of one row. A missing number is NAN, a missing text NULL. */\ntypedef struct {\n${fields.join('\n')}\n} ninestep_row;`;
}

function outputNames({ outputs }: ModelFile): string {
  const names = outputs.map(({ name }) => cText(name));
  return `/* What the answers are called, in their order. */\nstatic const char *const ninestep_outputs[NINESTEP_OUTPUTS] = {${names.join(', ')}};`;
}

/** The numbers of a layer, by its place from 1 on. */
function numbers(layer: ModelLayer, k: number): string[] {
  const n = String(k + 1);
  const row = (name: string, values: readonly number[]) =>
    `static const float ninestep_${name}${n}[${String(values.length)}] = ${cFloats(values)};`;
  switch (layer.type) {
    case 'dense':
      return [
        `static const float ninestep_W${n}[${layer.shape.map(String).join('][')}] = {\n${layer.W.map((unit) => `  ${cFloats(unit)},`).join('\n')}\n};\n${row('b', layer.b)}`,
      ];
    case 'batch-normalization':
      return [
        [
          row('gamma', layer.gamma),
          row('beta', layer.beta),
          row('mean', layer.mean),
          row('variance', layer.variance),
        ].join('\n'),
      ];
    case 'layer-normalization':
      return [[row('gamma', layer.gamma), row('beta', layer.beta)].join('\n')];
    case 'residual':
    case 'dropout':
      return [];
  }
}

const SCALING = `static inline double ninestep_signed_log(double raw) {
  return raw < 0 ? -log1p(-raw) : log1p(raw);
}

static inline double ninestep_signed_exp(double value) {
  return value < 0 ? -expm1(-value) : expm1(value);
}`;

const LEVELS = `/* The place of a level, or -1. */
static int ninestep_place(const char *text, const char *const *levels, int count) {
  for (int place = count - 1; text != NULL && place >= 0; place--) {
    if (strcmp(text, levels[place]) == 0) return place;
  }
  return -1;
}`;

function network({ layers }: ModelFile): string {
  const code = layers.flatMap((layer, k) => layerCode(layer, k + 1, layers));
  return `/* Scaled values -> what the last layer gives. */
static void ninestep_network(const float *a0, float *answers) {
${code.map((line) => `  ${line}`).join('\n')}
  memcpy(answers, a${String(layers.length)}, NINESTEP_OUTPUTS * sizeof(float));
}`;
}

/** Values that come out of the layers up to a place; null: those of the network's input. */
function widthAt(layers: readonly ModelLayer[], place: number): string {
  for (let k = place - 1; k >= 0; k--) {
    const layer = layers[k]!;
    if (layer.type === 'dense') return String(layer.shape[0]);
    if ('gamma' in layer) return String(layer.gamma.length);
  }
  const [first] = layers.filter((layer) => layer.type === 'dense');
  return String(first?.shape[1] ?? 0);
}

function layerCode(layer: ModelLayer, place: number, layers: readonly ModelLayer[]): string[] {
  const [n, before, units] = [String(place), String(place - 1), widthAt(layers, place)];
  const each = (statement: string) => `for (int u = 0; u < ${units}; u++) ${statement}`;
  const activation =
    'activation' in layer && layer.activation !== 'linear'
      ? [`ninestep_${layer.activation.replaceAll('-', '_')}(a${n}, ${units});`]
      : [];
  const declare = `float a${n}[${units}];`;
  switch (layer.type) {
    case 'dense':
      return [
        declare,
        each('{'),
        `  float sum = ninestep_b${n}[u];`,
        `  for (int i = 0; i < ${String(layer.shape[1])}; i++) sum += ninestep_W${n}[u][i] * a${before}[i];`,
        `  a${n}[u] = sum;`,
        '}',
        ...activation,
      ];
    case 'batch-normalization':
      return [
        declare,
        each(
          `a${n}[u] = ninestep_gamma${n}[u] * (a${before}[u] - ninestep_mean${n}[u]) / sqrtf(ninestep_variance${n}[u] + ${cFloat(layer.epsilon)}) + ninestep_beta${n}[u];`,
        ),
        ...activation,
      ];
    case 'layer-normalization':
      return [
        declare,
        `float mean${n} = 0, variance${n} = 0;`,
        each(`mean${n} += a${before}[u] / ${units};`),
        each(`variance${n} += (a${before}[u] - mean${n}) * (a${before}[u] - mean${n}) / ${units};`),
        each(
          `a${n}[u] = ninestep_gamma${n}[u] * (a${before}[u] - mean${n}) / sqrtf(variance${n} + ${cFloat(layer.epsilon)}) + ninestep_beta${n}[u];`,
        ),
        ...activation,
      ];
    case 'residual':
      return [declare, each(`a${n}[u] = a${before}[u] + a${String(place - 1 - layer.over)}[u];`)];
    case 'dropout':
      return [`const float *a${n} = a${before}; /* only training drops values */`];
  }
}

const PREDICT = ({
  outputs,
}: ModelFile): string => `/* 0, or the place (1 first) of the column whose value the network cannot take. */
static inline int ninestep_predict(const ninestep_row *row, float answers[NINESTEP_OUTPUTS]) {
  float features[NINESTEP_FEATURES];
  const int refused = ninestep_encode(row, features);
  if (refused != 0) return refused;
  ninestep_network(features, answers);
${outputs
  .map(({ transform: { kind, shift, scale } }, k) => {
    const value = `(double)answers[${String(k)}] * ${cDouble(scale)} + ${cDouble(shift)}`;
    return `  answers[${String(k)}] = (float)${kind === 'log' ? `ninestep_signed_exp(${value})` : `(${value})`};`;
  })
  .join('\n')}
  return 0;
}`;

function selfTest(model: ModelFile, names: readonly string[]): string {
  const cases = casesOf(model);
  const cell = (input: ModelInput, value: RawValue): string => {
    if (kindOf(input) === 'number' || kindOf(input) === 'date')
      return value === null ? 'NAN' : cDouble(Number(value));
    return value === null ? 'NULL' : cText(String(value));
  };
  const rows = cases.map(
    ({ inputs }) =>
      `    {${model.inputs.map((input, k) => `.${names[k]!} = ${cell(input, inputs[k]!)}`).join(', ')}},`,
  );
  const expected = cases.map(({ outputs }) => `    ${cFloats(outputs)},`);
  const scales = cFloats(model.outputs.map(({ transform }) => transform.scale));
  return `#ifdef NINESTEP_SELF_TEST
#include <stdio.h>

/* Raw values with the answers that the network gave when it was exported. */
int main(void) {
  static const ninestep_row rows[${String(cases.length)}] = {
${rows.join('\n')}
  };
  static const float expected[${String(cases.length)}][NINESTEP_OUTPUTS] = {
${expected.join('\n')}
  };
  static const float scales[NINESTEP_OUTPUTS] = ${scales};
  float largest = 0;
  for (int c = 0; c < ${String(cases.length)}; c++) {
    float answers[NINESTEP_OUTPUTS] = {0};
    const int refused = ninestep_predict(&rows[c], answers);
    for (int k = 0; k < NINESTEP_OUTPUTS; k++) {
      const float difference = fabsf(answers[k] - expected[c][k]);
      const float allowed = 1e-5f * fmaxf(fabsf(expected[c][k]), scales[k]);
      if (refused != 0 || !(difference <= allowed)) {
        printf("%s: %g instead of %g in case %d\\n", ninestep_outputs[k], answers[k], expected[c][k], c + 1);
        return 1;
      }
      largest = fmaxf(largest, difference);
    }
  }
  printf("${String(cases.length)} cases, largest difference %g\\n", largest);
  return 0;
}
#endif`;
}
