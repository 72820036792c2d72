import type { ModelFile, ModelLayer } from '../../model/model-file.ts';
import { activationsOf, casesOf, inputData, inputInWords, originInWords, outputData } from './code-model.ts';
import { pythonCells } from './python-cells.ts';
import { PYTHON_FUNCTIONS } from './python-functions.ts';

/**
 * A model → a Python script that needs NumPy alone, written as the article's is: Z = W·A + b, layer by layer, for any number
 * of rows at once, in float64. Run by itself it tests itself on golden cases. It computes what `createPredictor` does, to
 * rounding.
 */
export function pythonScript(model: ModelFile): string {
  return `${[
    docstring(model),
    'import math\nimport re\n\nimport numpy as np',
    list(
      'INPUTS',
      'The columns of a row in their order, with what is done to each before the network.',
      model.inputs.map(inputData),
    ),
    list(
      'OUTPUTS',
      'The answers in their order, with what leads back to raw units.',
      model.outputs.map(outputData),
    ),
    weights(model),
    list('CASES', 'Raw values with the answers that the network gave when it was exported.', casesOf(model)),
    PREDICT,
    network(model),
    ...activationsOf(model).map((name) => PYTHON_FUNCTIONS[name]),
    pythonCells(model),
    SELF_TEST,
  ].join('\n\n\n')}\n`;
}

function docstring(model: ModelFile): string {
  const lines = [
    oneLine(model.name),
    '',
    `A neural network of ${String(model.parameters)} parameters, ${originInWords(model)}.`,
    'It takes raw values and gives raw values: scaling, levels and missing values are taken care of inside.',
    '',
    'Inputs:',
    ...model.inputs.map((input) => `    ${oneLine(input.name)}: ${oneLine(inputInWords(input))}`),
    'Outputs:',
    ...model.outputs.map(
      ({ name, class: of }) => `    ${oneLine(name)}${of === undefined ? '' : ': a probability'}`,
    ),
    '',
    'To test it, run this file with python3.',
  ];
  return `"""${lines.join('\n')}\n"""`;
}

/** In one line of the docstring, whatever it holds. */
function oneLine(text: string): string {
  return text
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`);
}

/** A value as Python writes it. Texts of JSON are texts of Python, but for halves of surrogate pairs. */
function pythonValue(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(pythonValue).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(
      ([key, entry]) => `${JSON.stringify(key)}: ${pythonValue(entry)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  return JSON.stringify(value);
}

function list(name: string, comment: string, elements: readonly unknown[]): string {
  const lines = elements.map((element) => `    ${pythonValue(element)},`);
  return `# ${comment}\n${name} = [\n${lines.join('\n')}\n]`;
}

/** The numbers of each layer, by its place from 1 on: W1, b1, … as in the article. */
function weights({ layers }: ModelFile): string {
  const lines = layers.flatMap((layer, k) => layerNumbers(layer, String(k + 1)));
  return [
    '# The numbers that were learned: W has a row for each unit, b and the others a column of one value each.',
    ...lines,
  ].join('\n');
}

function layerNumbers(layer: ModelLayer, n: string): string[] {
  const column = (name: string, values: readonly number[]) =>
    `${name}${n} = np.array([${values.map((value) => `[${JSON.stringify(value)}]`).join(', ')}])`;
  switch (layer.type) {
    case 'dense':
      return [
        `W${n} = np.array([\n${layer.W.map((row) => `    ${JSON.stringify(row)},`).join('\n')}\n])`,
        column('b', layer.b),
      ];
    case 'batch-normalization':
      return [
        column('gamma', layer.gamma),
        column('beta', layer.beta),
        column('mean', layer.mean),
        column('variance', layer.variance),
      ];
    case 'layer-normalization':
      return [column('gamma', layer.gamma), column('beta', layer.beta)];
    case 'residual':
    case 'dropout':
      return [];
  }
}

const PREDICT = `def predict(rows):
    """Raw rows, each a dict by name or a list in the order of INPUTS -> raw answers, an array of shape (rows, outputs).

    A missing value is None, NaN or an empty text. Raises ValueError where the network cannot take a value.
    """
    cells = [[row.get(column["name"]) for column in INPUTS] if isinstance(row, dict) else list(row) for row in rows]
    columns = [encode(column, [row[k] for row in cells]) for k, column in enumerate(INPUTS)]
    answers = network(np.vstack(columns))
    return np.column_stack([unscale(output, answers[k]) for k, output in enumerate(OUTPUTS)])


def scale(column, values):
    if column["log"]:
        values = np.sign(values) * np.log1p(np.abs(values))
    return (values - column["shift"]) / column["scale"]


def unscale(output, values):
    values = values * output["scale"] + output["shift"]
    return np.sign(values) * np.expm1(np.abs(values)) if output["log"] else values`;

function network({ layers }: ModelFile): string {
  return [
    'def network(A0):',
    '    """Scaled values of shape (features, rows) -> what the last layer gives, of shape (units, rows)."""',
    ...layers.flatMap((layer, k) => layerCode(layer, k + 1).map((line) => `    ${line}`)),
    `    return A${String(layers.length)}`,
  ].join('\n');
}

function layerCode(layer: ModelLayer, place: number): string[] {
  const [n, before] = [String(place), String(place - 1)];
  const applied = (name: string) =>
    layer.type !== 'residual' && layer.type !== 'dropout' && layer.activation !== 'linear'
      ? `${layer.activation.replaceAll('-', '_')}(${name})`
      : name;
  switch (layer.type) {
    case 'dense':
      return [`Z${n} = W${n} @ A${before} + b${n}`, `A${n} = ${applied(`Z${n}`)}`];
    case 'batch-normalization':
      return [
        `Z${n} = gamma${n} * (A${before} - mean${n}) / np.sqrt(variance${n} + ${JSON.stringify(layer.epsilon)}) + beta${n}`,
        `A${n} = ${applied(`Z${n}`)}`,
      ];
    case 'layer-normalization':
      return [
        `centred = A${before} - A${before}.mean(axis=0)`,
        `Z${n} = gamma${n} * centred / np.sqrt((centred**2).mean(axis=0) + ${JSON.stringify(layer.epsilon)}) + beta${n}`,
        `A${n} = ${applied(`Z${n}`)}`,
      ];
    case 'residual':
      return [`A${n} = A${before} + A${String(place - 1 - layer.over)}`];
    case 'dropout':
      return [`A${n} = A${before}  # only training drops values`];
  }
}

const SELF_TEST = `def self_test():
    """The largest difference between the answers in CASES and those of this program. Raises where it is too large."""
    expected = np.array([case["outputs"] for case in CASES])
    difference = np.abs(predict([case["inputs"] for case in CASES]) - expected)
    allowed = 1e-9 * np.maximum(np.abs(expected), [output["scale"] for output in OUTPUTS])
    if not (difference <= allowed).all():
        raise AssertionError(f"The answers differ by up to {difference.max()} from those of the network.")
    return difference.max()


if __name__ == "__main__":
    print(f"{len(CASES)} cases, largest difference {self_test()}")`;
