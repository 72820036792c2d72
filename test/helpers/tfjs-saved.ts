import type * as tf from '@tensorflow/tfjs';
import type { ReadBeside } from '@shared/import/keras/weights.ts';

/** What TensorFlow.js writes for a model: `model.json`, and its weights beside it. */
export async function savedModel(
  model: tf.LayersModel,
): Promise<{ bytes: Uint8Array; readBeside: ReadBeside }> {
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save({
    save: (artifacts) => {
      saved = artifacts;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
    },
  });
  const { modelTopology, format, generatedBy, weightSpecs, weightData } = saved!;
  const file = {
    modelTopology,
    format,
    generatedBy,
    weightsManifest: [{ paths: ['./weights.bin'.slice(2)], weights: weightSpecs }],
  };
  const pieces = [weightData].flat().map((piece) => Buffer.from(piece!));
  const weights = new Uint8Array(Buffer.concat(pieces));
  return {
    bytes: new Uint8Array(Buffer.from(JSON.stringify(file))),
    readBeside: () => Promise.resolve(weights.slice()),
  };
}
