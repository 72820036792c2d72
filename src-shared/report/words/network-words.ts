import { type Activation, OUTPUT_ACTIVATIONS } from '../../model/activations.ts';
import type { ModelFile, ModelLayer } from '../../model/model-file.ts';
import { INITIALIZERS, type Initializer, type Network } from '../../model/network.ts';
import { countOf, figureText, listText } from '../figure-text.ts';
import type { Bibliography, ReferenceKey } from '../references/bibliography.ts';
import { valueNames } from '../reported-layers.ts';

const ACTIVATION_SOURCES: Partial<Record<Activation, ReferenceKey>> = {
  relu: 'nair2010',
  'leaky-relu': 'maas2013',
  elu: 'clevert2016',
  selu: 'klambauer2017',
  gelu: 'hendrycks2016',
  'gelu-tanh': 'hendrycks2016',
  silu: 'elfwing2018',
  mish: 'misra2020',
};

const INITIALIZER_SOURCES: Partial<Record<Initializer, ReferenceKey>> = {
  'he-normal': 'he2015',
  'he-uniform': 'he2015',
  'glorot-normal': 'glorot2010',
  'glorot-uniform': 'glorot2010',
  'lecun-normal': 'lecun1998',
  'lecun-uniform': 'lecun1998',
  orthogonal: 'saxe2014',
};

/** What the network is made of, in sentences. */
export function networkSentences(model: ModelFile, bibliography: Bibliography): string[] {
  const { layers, parameters, inputs, outputs } = model;
  const hidden = layers.filter((layer) => layer.type === 'dense').slice(0, -1);
  const last = layers.at(-1);
  const values = valueNames(inputs).length;
  const depth =
    hidden.length === 0
      ? 'no hidden layer'
      : `${countOf(hidden.length, 'hidden dense layer')} of ${unitsText(hidden, bibliography)}`;
  const output = last?.type === 'dense' ? `, ${activationText(last.activation, bibliography)}` : '';
  return [
    `The model is a fully connected network with ${countOf(values, 'input value')}, ${depth} and ` +
      `${countOf(outputs.length, 'output')}${output}: ${countOf(parameters, 'parameter')} in all.`,
    ...extraSentences(layers, bibliography),
  ];
}

/** "4 and 4 units (ReLU)"; each activation is named with its source once. */
function unitsText(
  hidden: readonly Extract<ModelLayer, { type: 'dense' }>[],
  bibliography: Bibliography,
): string {
  const activations = [...new Set(hidden.map(({ activation }) => activation))];
  const units = hidden.map(({ shape }) => figureText(shape[0]));
  const last = hidden.at(-1)?.shape[0];
  const told = activations.map((activation) => activationText(activation, bibliography));
  return `${listText(units, 12)} ${hidden.length === 1 && last === 1 ? 'unit' : 'units'}, ${listText(told, told.length)}`;
}

function activationText(activation: Activation, bibliography: Bibliography): string {
  const source = ACTIVATION_SOURCES[activation];
  const label = OUTPUT_ACTIVATIONS[activation];
  // Names keep their capitals.
  const name = /^[A-Z][a-z]+$/.test(label) ? label.toLowerCase() : label;
  return source === undefined ? name : `${name} ${bibliography.cite(source)}`;
}

const EXTRAS: readonly {
  type: ModelLayer['type'];
  text: (layers: readonly ModelLayer[]) => string;
  source: ReferenceKey;
}[] = [
  { type: 'batch-normalization', text: () => 'batch normalisation', source: 'ioffe2015' },
  { type: 'layer-normalization', text: () => 'layer normalisation', source: 'ba2016' },
  { type: 'dropout', text: ratesText, source: 'srivastava2014' },
  { type: 'residual', text: () => 'residual connections', source: 'he2016' },
];

function extraSentences(layers: readonly ModelLayer[], bibliography: Bibliography): string[] {
  const found = EXTRAS.flatMap(({ type, text, source }) => {
    const own = layers.filter((layer) => layer.type === type);
    return own.length === 0 ? [] : [`${text(own)} ${bibliography.cite(source)}`];
  });
  return found.length === 0 ? [] : [`It has ${listText(found)}.`];
}

function ratesText(layers: readonly ModelLayer[]): string {
  const rates = new Set(layers.flatMap((layer) => (layer.type === 'dropout' ? [String(layer.rate)] : [])));
  return `dropout with ${rates.size === 1 ? 'rate' : 'rates'} ${listText([...rates])}`;
}

/** How the first weights came about. */
export function initialSentence(
  { initializer, initialConstant, seed, initial }: Network,
  bibliography: Bibliography,
): string {
  if (initial !== undefined) return 'Training began with given weights.';
  if (initializer === 'zeros') return 'All weights began at zero.';
  if (initializer === 'constant') return `All weights began at ${String(initialConstant)}.`;
  const source = INITIALIZER_SOURCES[initializer];
  const citation = source === undefined ? '' : ` ${bibliography.cite(source)}`;
  return `The first weights were drawn by the initialisation “${INITIALIZERS[initializer]}”${citation} with seed ${String(seed)}.`;
}
