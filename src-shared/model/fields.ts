import { formatCount, quote } from '../core/text.ts';

/**
 * Settings as data. One table entry gives the form its control and its help, the schema its range, the message its
 * wording and the documentation its line, so that none of them can disagree.
 */
interface FieldText {
  readonly label: string;
  /** One line that says what the setting does. */
  readonly help: string;
}

export interface IntegerField extends FieldText {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

export interface RealField extends FieldText {
  readonly kind: 'real';
  readonly min: number;
  readonly max: number;
  /** The lower bound itself is not allowed. */
  readonly aboveMin: boolean;
  /** The upper bound itself is not allowed. */
  readonly belowMax: boolean;
  readonly default: number;
}

export interface ChoiceField<V extends string = string> extends FieldText {
  readonly kind: 'choice';
  /** Value in the file → label on the screen. */
  readonly options: Readonly<Record<V, string>>;
  readonly default: V;
}

export interface SwitchField extends FieldText {
  readonly kind: 'switch';
  readonly default: boolean;
}

export type Field = IntegerField | RealField | ChoiceField | SwitchField;
export type FieldTable = Readonly<Record<string, Field>>;

export type ValueOf<F> = F extends { kind: 'integer' | 'real' }
  ? number
  : F extends { kind: 'switch' }
    ? boolean
    : F extends ChoiceField<infer V>
      ? V
      : never;
export type ValuesOf<T> = { -readonly [K in keyof T]: ValueOf<T[K]> };

export function integer(
  min: number,
  max: number,
  defaultValue: number,
  label: string,
  help: string,
): IntegerField {
  return { kind: 'integer', min, max, default: defaultValue, label, help };
}

export function real(
  min: number,
  max: number,
  defaultValue: number,
  label: string,
  help: string,
  open: { aboveMin?: boolean; belowMax?: boolean } = {},
): RealField {
  return {
    kind: 'real',
    min,
    max,
    aboveMin: open.aboveMin ?? false,
    belowMax: open.belowMax ?? false,
    default: defaultValue,
    label,
    help,
  };
}

/** What is added to a divisor. Anything much smaller would be 0 in float32, and the division not finite. */
export function epsilon(defaultValue: number): RealField {
  return real(1e-30, 1, defaultValue, 'ε', 'Keeps the division finite.');
}

export function choice<const V extends string>(
  options: Readonly<Record<V, string>>,
  defaultValue: NoInfer<V>,
  label: string,
  help: string,
): ChoiceField<V> {
  return { kind: 'choice', options, default: defaultValue, label, help };
}

export function toggle(defaultValue: boolean, label: string, help: string): SwitchField {
  return { kind: 'switch', default: defaultValue, label, help };
}

/** What the field takes, for messages and for the hint under a control: "a whole number from 1 to 16,384". */
export function allowedRange(field: Field): string {
  switch (field.kind) {
    case 'integer':
      return `a whole number from ${formatCount(field.min)} to ${formatCount(field.max)}`;
    case 'real': {
      const low = `${field.aboveMin ? 'above' : 'at least'} ${formatBound(field.min)}`;
      const high = `${field.belowMax ? 'below' : 'at most'} ${formatBound(field.max)}`;
      return `a number ${low} and ${high}`;
    }
    case 'choice':
      return `one of ${Object.keys(field.options).join(', ')}`;
    case 'switch':
      return 'true or false';
  }
}

/** 1,000, and 1e-30, which counted in whole units would be 0. */
function formatBound(bound: number): string {
  return Number.isInteger(bound) ? formatCount(bound) : String(bound);
}

/** The reason why `value` may not stand in the field, as a sentence, or null when it may. */
export function problemWith(field: Field, value: unknown): string | null {
  return isAllowed(field, value) ? null : `Must be ${allowedRange(field)}, but is ${quote(value)}.`;
}

function isAllowed(field: Field, value: unknown): boolean {
  switch (field.kind) {
    case 'integer':
      return Number.isInteger(value) && isBetween(field.min, value as number, field.max);
    case 'real':
      return (
        typeof value === 'number' &&
        isBetween(field.min, value, field.max) &&
        !(field.aboveMin && value === field.min) &&
        !(field.belowMax && value === field.max)
      );
    case 'choice':
      return typeof value === 'string' && Object.hasOwn(field.options, value);
    case 'switch':
      return typeof value === 'boolean';
  }
}

/** False for NaN. */
function isBetween(min: number, value: number, max: number): boolean {
  return value >= min && value <= max;
}

/** The default of every field of a table. */
export function defaultsOf<T extends FieldTable>(table: T): ValuesOf<T> {
  const entries = Object.entries(table).map(([name, field]) => [name, field.default] as const);
  return Object.fromEntries(entries) as ValuesOf<T>;
}
