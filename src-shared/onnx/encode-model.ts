import type { OnnxModel } from './onnx-model.ts';
import { type Field, type MessageName, type Messages, type Scalar, SCHEMA, WIRE_OF } from './schema.ts';
import { WIRE, WireWriter } from './wire.ts';

const texts = new TextEncoder();

/** A model → the bytes of an .onnx file. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const writer = new WireWriter();
  writeMessage(writer, 'model', model);
  return writer.finish();
}

/** Along the table of schema.ts, whose types say what each field holds; a loop over them cannot, so values are cast. */
function writeMessage<M extends MessageName>(writer: WireWriter, name: M, message: Messages[M]): void {
  const values = message as unknown as Readonly<Record<string, unknown>>;
  for (const [key, field] of Object.entries<Field>(SCHEMA[name])) writeField(writer, field, values[key]);
}

function writeField(writer: WireWriter, field: Field, value: unknown): void {
  switch (field.rule) {
    case 'plain':
      if (value !== 0 && value !== '') writeValue(writer, field, value);
      return;
    case 'optional':
      if (value !== undefined) writeValue(writer, field, value);
      return;
    case 'list':
      for (const item of value as readonly unknown[]) writeValue(writer, field, item);
      return;
    case 'packed':
      writePacked(writer, field, value as readonly number[]);
  }
}

function writePacked(writer: WireWriter, { number, kind }: Field, values: readonly number[]): void {
  if (values.length === 0) return;
  writer.key(number, WIRE.bytes);
  writer.nested((inner) => {
    for (const value of values) writeScalar(inner, kind as Scalar, value);
  });
}

function writeValue(writer: WireWriter, { number, kind }: Field, value: unknown): void {
  if (typeof kind === 'string') {
    writer.key(number, WIRE_OF[kind]);
    writeScalar(writer, kind, value);
    return;
  }
  writer.key(number, WIRE.bytes);
  writer.nested((inner) => {
    writeMessage(inner, kind.message, value as Messages[MessageName]);
  });
}

function writeScalar(writer: WireWriter, kind: Scalar, value: unknown): void {
  switch (kind) {
    case 'int':
      writer.varint(value as number);
      return;
    case 'float':
      writer.float(value as number);
      return;
    case 'double':
      writer.double(value as number);
      return;
    case 'text':
      writer.bytes(texts.encode(value as string));
      return;
    case 'bytes':
      writer.bytes(value as Uint8Array);
  }
}
