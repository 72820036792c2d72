import { z } from 'zod';
import { type Field, type FieldTable, problemWith, type ValueOf, type ValuesOf } from '../model/fields.ts';

type Shape<T extends FieldTable> = { [K in keyof T]: z.ZodDefault<z.ZodType<ValueOf<T[K]>, ValueOf<T[K]>>> };

/** A settings field → its schema, with the table's range, message, default and help. */
export function fieldSchema<F extends Field>(field: F): z.ZodType<ValueOf<F>, ValueOf<F>> {
  const error = (issue: { input?: unknown }) => problemWith(field, issue.input) ?? undefined;
  const schema = bareSchema(field, error).describe(`${field.label}. ${field.help}`);
  return schema as unknown as z.ZodType<ValueOf<F>, ValueOf<F>>;
}

function bareSchema(field: Field, error: (issue: { input?: unknown }) => string | undefined): z.ZodType {
  switch (field.kind) {
    case 'integer':
      return z.number({ error }).int({ error }).min(field.min, { error }).max(field.max, { error });
    case 'real': {
      const number = z.number({ error });
      const low = field.aboveMin ? number.gt(field.min, { error }) : number.min(field.min, { error });
      return field.belowMax ? low.lt(field.max, { error }) : low.max(field.max, { error });
    }
    case 'choice':
      return z.enum(Object.keys(field.options), { error });
    case 'switch':
      return z.boolean({ error });
  }
}

/** A table of fields → the shape of an object schema in which every field may be left out. */
export function shapeOf<T extends FieldTable>(table: T): Shape<T> {
  const entries = Object.entries(table).map(
    ([name, field]) => [name, fieldSchema(field).default(field.default as ValueOf<typeof field>)] as const,
  );
  return Object.fromEntries(entries) as unknown as Shape<T>;
}

/** A catalog (type → fields) → a union of objects told apart by `type`. */
export function catalogSchema<C extends Record<string, { fields: FieldTable }>>(catalog: C) {
  type Member = { [T in keyof C & string]: { type: T } & ValuesOf<C[T]['fields']> }[keyof C & string];
  const members = Object.entries(catalog).map(([type, entry]) =>
    z.strictObject({ type: z.literal(type), ...shapeOf(entry.fields) }),
  );
  const [first, ...others] = members;
  if (first === undefined) throw new Error('A catalog needs an entry.');
  return z.discriminatedUnion('type', [first, ...others]) as unknown as z.ZodType<
    Member,
    Partial<Member> & { type: string }
  >;
}
