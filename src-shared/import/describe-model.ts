import { formatCount } from '../core/text.ts';
import type { ImportedModel } from '../ipc/import-contract.ts';
import { OUTPUT_ACTIVATIONS } from '../model/activations.ts';
import { layerCatalog } from '../model/layer-catalog.ts';
import type { ModelFile, ModelInput, ModelLayer, ModelOutput } from '../model/model-file.ts';
import { parametersOf } from './import-model.ts';
import type { ReadModel } from './read-model.ts';

/** What a read model file holds, for a person who decides whether to take it. */
export function describeImported(
  { form, model, own, read, warnings }: ReadModel,
  fileName: string,
): ImportedModel {
  return {
    form,
    fileName,
    name: model.name,
    task: model.task,
    parameters: model.parameters,
    inputs: model.inputs.map((input) => ({ name: input.name, kind: inputKind(input) })),
    outputs: model.outputs.map((output) => ({ name: output.name, kind: outputKind(output) })),
    layers: describeLayers(model.layers),
    read: [...read],
    warnings: [...warnings, ...nameWarnings(own, model)],
    hasExperiment: model.training !== null,
  };
}

function describeLayers(layers: readonly ModelLayer[]): ImportedModel['layers'] {
  return layers.map((layer) => ({ label: labelOf(layer), parameters: parametersOf(layer) }));
}

function labelOf(layer: ModelLayer): string {
  const { label } = layerCatalog[layer.type];
  switch (layer.type) {
    case 'dense':
      return `${label}, ${formatCount(layer.shape[1])} → ${formatCount(layer.shape[0])}, ${OUTPUT_ACTIVATIONS[layer.activation]}`;
    case 'batch-normalization':
    case 'layer-normalization':
      return `${label}, ${formatCount(layer.gamma.length)} units, ${OUTPUT_ACTIVATIONS[layer.activation]}`;
    case 'residual':
      return `${label} over ${layer.over === 1 ? '1 layer' : `${formatCount(layer.over)} layers`}`;
    case 'dropout':
      return `${label}, rate ${String(layer.rate)}`;
  }
}

function inputKind(input: ModelInput): string {
  if ('levels' in input)
    return input.levels.length === 1 ? '1 level' : `${formatCount(input.levels.length)} levels`;
  const kind = input.type === 'date' ? 'date' : 'number';
  return input.transform.kind === 'none' ? kind : `${kind}, scaled`;
}

function outputKind({ class: ofClass, transform }: ModelOutput): string {
  if (ofClass !== undefined) return 'probability';
  return transform.kind === 'none' ? 'number' : 'number, scaled back';
}

/** Names that had to be made up: a table's columns must be called so, or stand in this order. */
function nameWarnings(own: ReadModel['own'], { inputs }: ModelFile): string[] {
  const isNamed = own !== null || inputs.some(({ name }, i) => name !== `x${String(i + 1)}`);
  if (isNamed) return [];
  return [
    `The file does not name its inputs. They are called x1 to x${String(inputs.length)}, in their order.`,
  ];
}
