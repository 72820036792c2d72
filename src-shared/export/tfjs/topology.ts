import type { GoldenCase, ModelOutput } from '../../model/model-file.ts';
import type { Task } from '../../model/task.ts';

/* The part of TensorFlow.js' Layers format that Ninestep writes: standard layers, put together as a graph. */

/** What kinds of layers there are, by their names in TensorFlow.js. */
export type TfjsKind =
  | 'InputLayer'
  | 'Dense'
  | 'BatchNormalization'
  | 'LayerNormalization'
  | 'Activation'
  | 'LeakyReLU'
  | 'Add'
  | 'Multiply'
  | 'Dropout';

/** An array of a layer, the last index fastest. */
export interface TfjsWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export interface TfjsLayer {
  readonly name: string;
  readonly kind: TfjsKind;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Names of the layers whose values it takes. */
  readonly from: readonly string[];
  readonly weights: readonly TfjsWeight[];
  /** Where it comes from in the model file, for messages: `layers[2]`. */
  readonly at: string;
}

/** Takes a layer in behind those that are there, and gives its name. */
export type AddLayer = (
  layer: Pick<TfjsLayer, 'name' | 'kind' | 'from'> & Partial<Pick<TfjsLayer, 'settings' | 'weights'>>,
) => string;

/** One layer as the file has it. */
export interface TfjsLayerJson {
  readonly name: string;
  readonly class_name: TfjsKind;
  readonly config: Readonly<Record<string, unknown>>;
  /** One call of the layer: `[name, 0, 0, {}]` of each layer that it takes values of. */
  readonly inbound_nodes: readonly (readonly (readonly [string, 0, 0, object])[])[];
}

/** Where an array lies: one after the other in the file of weights, in this order. */
export interface TfjsWeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32';
}

/** `<base>.json`, as `tf.loadLayersModel` takes it. */
export interface TfjsModelJson {
  readonly format: 'layers-model';
  readonly generatedBy: string;
  readonly convertedBy: null;
  readonly modelTopology: {
    readonly class_name: 'Model';
    readonly config: {
      readonly name: string;
      readonly layers: readonly TfjsLayerJson[];
      readonly input_layers: readonly (readonly [string, 0, 0])[];
      readonly output_layers: readonly (readonly [string, 0, 0])[];
    };
    readonly keras_version: string;
    readonly backend: string;
  };
  readonly weightsManifest: readonly [
    { readonly paths: readonly [string]; readonly weights: readonly TfjsWeightSpec[] },
  ];
  readonly userDefinedMetadata: { readonly ninestep: TfjsMetadata };
}

/** What the model is, for whoever has its file alone. */
interface TfjsMetadata {
  readonly name: string;
  readonly task: Task;
  /** The file that turns raw rows into what the model takes. */
  readonly columns: string;
  /** In the order of the model's input, each with how many numbers it takes, and whether the first of them is raw. */
  readonly inputs: readonly {
    readonly name: string;
    readonly values: number;
    readonly scaledInside: boolean;
  }[];
  readonly outputs: readonly (Pick<ModelOutput, 'name' | 'class'> & { readonly unscaledInside: boolean })[];
  /** Raw cells and raw answers, in float64. */
  readonly goldenCases: readonly GoldenCase[];
  /** Of the model file that this was made from. */
  readonly checksum: string;
}

/** A layer as the file has it; weights lie elsewhere. */
export function layerJson({ name, kind, settings, from }: TfjsLayer): TfjsLayerJson {
  return {
    name,
    class_name: kind,
    config: { name, ...(kind === 'InputLayer' ? {} : { trainable: true }), ...settings },
    inbound_nodes: from.length === 0 ? [] : [from.map((before) => [before, 0, 0, {}] as const)],
  };
}
