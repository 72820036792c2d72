import { formatJson } from '../../core/json-text.ts';
import { createEncoder } from '../../data/encode.ts';
import type { ModelFile } from '../../model/model-file.ts';
import { casesOf } from '../code/code-model.ts';
import { columnsDeclarations } from '../code/javascript-declarations.ts';
import type { ExportedFiles, ExportSubject } from '../exported-files.ts';
import { columnsModule } from './columns-module.ts';
import { type TfjsFileNames, tfjsFileNames } from './file-names.ts';
import { tfjsLayers } from './layers.ts';
import { isScaledInside, isUnscaledInside } from './scaling.ts';
import { layerJson, type TfjsLayer, type TfjsModelJson, type TfjsWeightSpec } from './topology.ts';
import { packWeights } from './weights.ts';

/**
 * A model → a Layers model of TensorFlow.js: `<base>.json` with its layers, `<base>.weights.bin`, and
 * `<base>.columns.mjs` with its declarations, which turns raw rows into the numbers that the model takes and its answers
 * into raw ones.
 * Throws INVALID_VALUE for a weight that float32 cannot hold.
 *
 * Source: the format that `tf.LayersModel.save` writes, TensorFlow.js 4.22.
 */
export function tfjsFiles({ model, base }: Pick<ExportSubject, 'model' | 'base'>): ExportedFiles {
  const names = tfjsFileNames(base);
  const layers = tfjsLayers(model);
  const { specs, bytes } = packWeights(layers);
  const features = model.inputs.reduce((sum, input) => sum + createEncoder(input).features, 0);
  return {
    main: formatJson(modelJson(model, layers, specs, names)),
    beside: [
      { name: names.weights, content: bytes },
      { name: names.columns, content: columnsModule(model, names, features) },
      { name: names.columns.replace(/mjs$/, 'd.mts'), content: columnsDeclarations(model) },
    ],
  };
}

function modelJson(
  model: ModelFile,
  layers: readonly TfjsLayer[],
  weights: readonly TfjsWeightSpec[],
  names: TfjsFileNames,
): TfjsModelJson {
  return {
    format: 'layers-model',
    generatedBy: 'Ninestep',
    convertedBy: null,
    modelTopology: {
      class_name: 'Model',
      config: {
        name: 'ninestep',
        layers: layers.map(layerJson),
        input_layers: [[layers[0]!.name, 0, 0]],
        output_layers: [[layers.at(-1)!.name, 0, 0]],
      },
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    },
    weightsManifest: [{ paths: [names.weights], weights }],
    userDefinedMetadata: { ninestep: metadata(model, names) },
  };
}

function metadata(
  model: ModelFile,
  { columns }: TfjsFileNames,
): TfjsModelJson['userDefinedMetadata']['ninestep'] {
  const { name, task, checksum } = model;
  return {
    name,
    task,
    columns,
    inputs: model.inputs.map((input) => ({
      name: input.name,
      values: createEncoder(input).features,
      scaledInside: isScaledInside(input),
    })),
    outputs: model.outputs.map((output) => ({
      name: output.name,
      class: output.class,
      unscaledInside: isUnscaledInside(output),
    })),
    goldenCases: casesOf(model),
    checksum,
  };
}
