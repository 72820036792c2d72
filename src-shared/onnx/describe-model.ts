import { formatCount, quote } from '../core/text.ts';
import {
  ATTRIBUTE_TYPES,
  ELEMENT_TYPES,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxType,
  type OnnxValueInfo,
} from './onnx-model.ts';
import { elementsOf, elementTypeName, problemOf, tensorNumbers } from './tensors.ts';

/** A model as text for a person: what goes in, what comes out, and a line for each constant and node. */
export function describeModel(model: OnnxModel): string {
  const { graph, metadataProps } = model;
  const opsets = model.opsetImport.map(
    ({ domain, version }) => `${domain === '' ? 'opset' : domain} ${String(version)}`,
  );
  const producer = `${model.producerName} ${model.producerVersion}`.trim();
  const metadata = metadataProps.map(({ key, value }) => `${key}: ${shortened(value)}`);
  return [
    `ONNX model ${quote(graph.name)}: ${[`IR version ${String(model.irVersion)}`, ...opsets].join(', ')}, by ${producer}`,
    ...section('Metadata', metadata),
    ...graphLines(graph),
    '',
  ].join('\n');
}

function graphLines(graph: OnnxGraph): string[] {
  return [
    ...section('Inputs', graph.input.map(valueLine)),
    ...section('Outputs', graph.output.map(valueLine)),
    ...section(`Constants (${formatCount(graph.initializer.length)})`, graph.initializer.map(constantLine)),
    ...section(`Nodes (${formatCount(graph.node.length)})`, graph.node.flatMap(nodeLines)),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function valueLine({ name, type, docString }: OnnxValueInfo): string {
  return `${name}: ${typeText(type)}${docString === '' ? '' : ` (${docString})`}`;
}

/** "double [N, 1]", or what else a value may be. */
function typeText(type: OnnxType | undefined): string {
  if (type?.tensorType !== undefined) {
    const { elemType, shape } = type.tensorType;
    const lengths = shape?.dim.map(({ dimValue, dimParam }) => dimParam ?? dimValue ?? '?') ?? ['…'];
    return `${elementTypeName(elemType)} [${lengths.join(', ')}]`;
  }
  if (type?.sequenceType !== undefined) return `sequence of ${typeText(type.sequenceType.elemType)}`;
  if (type?.mapType !== undefined)
    return `map of ${elementTypeName(type.mapType.keyType)} to ${typeText(type.mapType.valueType)}`;
  return 'of any type';
}

const VALUES_SHOWN = 8;
const TEXT_SHOWN = 200;

function constantLine(tensor: OnnxTensor): string {
  return `${tensor.name}: ${elementTypeName(tensor.dataType)} [${tensor.dims.join(', ')}] = ${valuesText(tensor)}`;
}

/** The first values: what a small constant is, and of a large one how it begins. */
function valuesText(tensor: OnnxTensor): string {
  if (problemOf(tensor) !== null) return '…';
  const values =
    tensor.dataType === ELEMENT_TYPES.string
      ? tensor.stringData.slice(0, VALUES_SHOWN).map((text) => JSON.stringify(text))
      : [...tensorNumbers(tensor).subarray(0, VALUES_SHOWN)].map(numberText);
  return elementsOf(tensor.dims) > values.length ? `${values.join(', ')}, …` : values.join(', ');
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(7)));
}

function nodeLines({ domain, opType, input, output, attribute }: OnnxNode): string[] {
  const operator = domain === '' ? opType : `${domain}.${opType}`;
  const inputs = input.map((name) => (name === '' ? '–' : name)).join(', ');
  const attributes = attribute.map((own) => ` ${own.name}=${attributeText(own)}`).join('');
  const inner = attribute.flatMap(({ g }) => (g === undefined ? [] : graphLines(g)));
  return [`${output.join(', ')} = ${operator}(${inputs})${attributes}`, ...inner.map((line) => `  ${line}`)];
}

function attributeText({ name, type, f, i, s, t, floats, ints, strings }: OnnxAttribute): string {
  switch (type) {
    case ATTRIBUTE_TYPES.float:
      return numberText(f);
    case ATTRIBUTE_TYPES.int:
      return name === 'to' ? elementTypeName(i) : String(i);
    case ATTRIBUTE_TYPES.string:
      return JSON.stringify(s);
    case ATTRIBUTE_TYPES.tensor:
      return t === undefined ? '?' : `${elementTypeName(t.dataType)} [${t.dims.join(', ')}]`;
    case ATTRIBUTE_TYPES.graph:
      return 'the graph below';
    default:
      return shortened(
        JSON.stringify([...floats.map((own) => Number(numberText(own))), ...ints, ...strings]),
      );
  }
}

function shortened(text: string): string {
  return text.length <= TEXT_SHOWN ? text : `${text.slice(0, TEXT_SHOWN)}…`;
}
