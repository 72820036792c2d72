import { AppError } from '../core/errors.ts';
import { LIMITS } from '../core/limits.ts';
import { formatCount } from '../core/text.ts';
import type { OnnxModel } from './onnx-model.ts';
import { type Field, type MessageName, type Messages, type Scalar, SCHEMA, WIRE_OF } from './schema.ts';
import { damaged, WIRE, WireReader } from './wire.ts';

const texts = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The bytes of an .onnx file → the model; `rawData` of its tensors are views of these bytes. Fields that Ninestep does
 * not know are passed over. Throws INVALID_VALUE with the place where the bytes are no model, and TOO_DEEP or TOO_LARGE
 * where reading them would take more than Ninestep gives a file.
 */
export function decodeModel(bytes: Uint8Array): OnnxModel {
  const model = readMessage(new WireReader(bytes), 'model', { depth: 0, budget: { left: LIMITS.onnxParts } });
  // The type says that it is there; a file need not.
  if ((model.graph as OnnxModel['graph'] | undefined) === undefined) {
    throw damaged(bytes.length, 'it holds no graph');
  }
  return model;
}

/** How deep in the file the reader is, and how many more numbers it may take in. */
interface Extent {
  readonly depth: number;
  readonly budget: { left: number };
}

/** The room in memory that an object with its lists, and a text, take, in numbers. */
const MESSAGE_COST = 256;
const TEXT_COST = 16;

function readMessage<M extends MessageName>(reader: WireReader, name: M, extent: Extent): Messages[M] {
  if (extent.depth > LIMITS.onnxDepth) {
    const limit = `deeper than the ${String(LIMITS.onnxDepth)} levels that Ninestep reads`;
    throw refused('TOO_DEEP', reader.at, `The model nests ${limit}. Export it without control flow.`);
  }
  spend(reader, extent, MESSAGE_COST);
  const fields = fieldsByNumber.get(name)!;
  const message = emptyMessage(name);
  while (!reader.isAtEnd) {
    const { field: number, wire } = reader.key();
    const known = fields.get(number);
    if (known === undefined) reader.skip(wire);
    else readField(reader, message, known, wire, extent);
  }
  // Every field of the table is there now, with what the table says of it.
  return message as unknown as Messages[M];
}

interface Known {
  readonly key: string;
  readonly field: Field;
}

const fieldsByNumber: ReadonlyMap<string, ReadonlyMap<number, Known>> = new Map(
  Object.entries(SCHEMA).map(([name, fields]) => [
    name,
    new Map(Object.entries<Field>(fields).map(([key, field]) => [field.number, { key, field }])),
  ]),
);

/** What a message is before its first field. */
function emptyMessage(name: MessageName): Record<string, unknown> {
  const { single, lists } = empties.get(name)!;
  const message = { ...single };
  for (const key of lists) message[key] = [];
  return message;
}

interface Empty {
  readonly single: Readonly<Record<string, unknown>>;
  readonly lists: readonly string[];
}

const empties: ReadonlyMap<string, Empty> = new Map(
  Object.entries(SCHEMA).map(([name, fields]) => {
    const entries = Object.entries<Field>(fields);
    const single = entries.filter(([, { rule }]) => rule === 'plain' || rule === 'optional');
    const lists = entries.filter(([, { rule }]) => rule === 'list' || rule === 'packed');
    return [
      name,
      {
        single: Object.fromEntries(single.map(([key, field]) => [key, absent(field)])),
        lists: lists.map(([key]) => key),
      },
    ];
  }),
);

function absent({ rule, kind }: Field): unknown {
  if (rule === 'optional') return undefined;
  return kind === 'text' ? '' : 0;
}

function readField(
  reader: WireReader,
  message: Record<string, unknown>,
  { key, field }: Known,
  wire: number,
  extent: Extent,
): void {
  const values = field.rule === 'list' || field.rule === 'packed' ? (message[key] as unknown[]) : null;
  if (values === null) {
    message[key] = readValue(reader, field, wire, extent);
    return;
  }
  if (wire !== WIRE.bytes || wire === wireOf(field)) {
    values.push(readValue(reader, field, wire, extent));
    return;
  }
  const inner = reader.nested();
  while (!inner.isAtEnd) values.push(readScalar(inner, field.kind as Scalar, extent));
}

function wireOf({ kind }: Field): number {
  return typeof kind === 'string' ? WIRE_OF[kind] : WIRE.bytes;
}

function readValue(reader: WireReader, field: Field, wire: number, extent: Extent): unknown {
  if (wire !== wireOf(field)) throw damaged(reader.at, 'a value is written as one of another kind is');
  const { kind } = field;
  if (typeof kind === 'string') return readScalar(reader, kind, extent);
  return readMessage(reader.nested(), kind.message, { ...extent, depth: extent.depth + 1 });
}

function readScalar(reader: WireReader, kind: Scalar, extent: Extent): unknown {
  spend(reader, extent, kind === 'text' ? TEXT_COST : 1);
  switch (kind) {
    case 'int':
      return reader.varint();
    case 'float':
      return reader.float();
    case 'double':
      return reader.double();
    case 'text':
      return texts.decode(reader.bytes());
    case 'bytes':
      return reader.bytes();
  }
}

function spend(reader: WireReader, { budget }: Extent, cost: number): void {
  budget.left -= cost;
  if (budget.left >= 0) return;
  const limit = formatCount(LIMITS.onnxParts);
  throw refused('TOO_LARGE', reader.at, `The model has more parts than the ${limit} that Ninestep reads.`);
}

function refused(code: 'TOO_DEEP' | 'TOO_LARGE', byte: number, message: string): AppError {
  const at = `byte ${String(byte)}`;
  return new AppError(code, `${at}: ${message}`, { at });
}
