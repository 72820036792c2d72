import type { ModelFile } from '../../model/model-file.ts';
import { GraphBuilder } from '../../onnx/graph-builder.ts';
import { modelOf } from '../../onnx/model-of.ts';
import type { OnnxModel } from '../../onnx/onnx-model.ts';
import { casesOf } from '../code/code-model.ts';
import { CARRIED_MODEL, carriedModel } from './carried-model.ts';
import { encodeFeatures } from './encode-features.ts';
import { graphCases } from './golden-cases.ts';
import { rawValues, takeInputs } from './raw-values.ts';
import { reserveAnswers, writeAnswers } from './write-answers.ts';
import { precisionOf, writeLayers } from './write-layers.ts';

/**
 * A model → the same as an ONNX graph, from raw values to raw values: docs/formats/onnx.md says what goes in and comes out.
 * @param version of the Ninestep that writes it
 */
export function onnxModel(model: ModelFile, version: string): OnnxModel {
  const graph = new GraphBuilder(model.name);
  const inputs = takeInputs(graph, model.inputs);
  const answers = reserveAnswers(graph, model.outputs);
  const raw = rawValues(graph, model.inputs, inputs);
  const features = encodeFeatures(graph, model.inputs, raw);
  const precision = precisionOf(model);
  const values = writeLayers(graph, model, features, precision);
  writeAnswers(graph, model.outputs, answers, { values, isRefused: raw.isRefused });
  const carried = carriedModel(model, precision === 'float32');
  const docString = model.equation.join('\n');
  return modelOf(graph.finish(), {
    producerVersion: version,
    docString,
    metadata: {
      name: model.name,
      task: model.task,
      model_checksum: model.checksum,
      golden_cases: JSON.stringify(graphCases(model, casesOf(model))),
      ...(carried === null ? {} : { [CARRIED_MODEL]: carried }),
    },
  });
}
