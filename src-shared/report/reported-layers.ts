import { cyclesOf } from '../model/features.ts';
import type { ModelFile, ModelInput, ModelLayer } from '../model/model-file.ts';

/** A layer of a model with its size. */
export interface ReportedLayer {
  readonly layer: ModelLayer;
  readonly inputs: number;
  readonly units: number;
  readonly parameters: number;
}

/** The layers of a model, each with its size: those that have none of their own are as wide as the one before. */
export function reportedLayers({ inputs, layers }: Pick<ModelFile, 'inputs' | 'layers'>): ReportedLayer[] {
  let width = valueNames(inputs).length;
  return layers.map((layer) => {
    const before = width;
    if (layer.type === 'dense') [width] = layer.shape;
    return { layer, inputs: before, units: width, parameters: parametersOf(layer, before) };
  });
}

function parametersOf(layer: ModelLayer, inputs: number): number {
  if (layer.type === 'dense') return (inputs + 1) * layer.shape[0];
  return 'gamma' in layer ? 2 * layer.gamma.length : 0;
}

/** The values that go into a network, in their order. */
export function valueNames(inputs: readonly ModelInput[]): string[] {
  return inputs.flatMap((input) => [
    ...ownNames(input),
    ...(input.missing?.indicator === true ? [`${input.name} is missing`] : []),
  ]);
}

function ownNames(input: ModelInput): string[] {
  const { name } = input;
  if (input.type === 'date') {
    const cycles = cyclesOf(input.parts).flatMap((cycle) => [`sine of ${cycle}`, `cosine of ${cycle}`]);
    return [name, ...cycles.map((cycle) => `${name}, ${cycle}`)];
  }
  const isOneHot = 'levels' in input && input.encoding === 'one-hot';
  return isOneHot ? input.levels.map((level) => `${name} = ${level}`) : [name];
}
