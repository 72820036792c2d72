import type { OnnxGraph, OnnxModel } from './onnx-model.ts';

/** The version of ONNX's own operators that Ninestep writes, and the version of the file form that came with it (ONNX 1.12). */
const OPSET = 17;
const IR_VERSION = 8;
/** The operators for tables, such as LabelEncoder. */
export const TABLE_DOMAIN = 'ai.onnx.ml';
const TABLE_OPSET = 3;

/** What a file says of itself besides its graph. */
export interface AboutModel {
  readonly producerVersion: string;
  readonly docString: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A graph → a whole model. It asks for the operators for tables only where a node uses one. */
export function modelOf(graph: OnnxGraph, { producerVersion, docString, metadata }: AboutModel): OnnxModel {
  const usesTables = graph.node.some(({ domain }) => domain === TABLE_DOMAIN);
  return {
    irVersion: IR_VERSION,
    producerName: 'Ninestep',
    producerVersion,
    domain: '',
    modelVersion: 0,
    docString,
    graph,
    opsetImport: [
      { domain: '', version: OPSET },
      ...(usesTables ? [{ domain: TABLE_DOMAIN, version: TABLE_OPSET }] : []),
    ],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  };
}
