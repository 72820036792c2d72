import type { ModelInput } from '../../model/model-file.ts';
import { kindOf } from './code-model.ts';

/** A float32 constant that is read back as the nearest float32. */
export function cFloat(value: number): string {
  const text = JSON.stringify(Math.fround(value));
  if (Math.abs(value) > 3.4028234663852886e38) return value < 0 ? '-HUGE_VALF' : 'HUGE_VALF';
  return /[.e]/.test(text) ? `${text}f` : `${text}.0f`;
}

/** A float64 constant: an integer's might be too large for any integer. */
export function cDouble(value: number): string {
  const text = JSON.stringify(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

export function cFloats(values: readonly number[]): string {
  return `{${values.map(cFloat).join(', ')}}`;
}

/** A text as C writes it: every byte of its UTF-8 that is no plain letter as three octal digits. */
export function cText(text: string): string {
  const bytes = [...new TextEncoder().encode(text)];
  const written = bytes.map((byte) => {
    const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c && byte !== 0x3f;
    return isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${written.join('')}"`;
}

/** The type of a field, with the space or star before its name. */
export function cField(input: ModelInput): string {
  const kind = kindOf(input);
  return kind === 'number' || kind === 'date' ? 'double ' : 'const char *';
}

/** What no field can be called. */
const RESERVED = new Set(
  (
    'auto break case char const continue default do double else enum extern float for goto if inline int long register ' +
    'restrict return short signed sizeof static struct switch typedef union unsigned void volatile while bool true false ' +
    // Of C23 and of compilers that say nothing else.
    'alignas alignof asm constexpr linux nullptr static_assert thread_local typeof typeof_unqual unix ' +
    // Macros of the headers.
    'EOF HUGE_VAL HUGE_VALF HUGE_VALL INFINITY NAN NULL errno math_errhandling stderr stdin stdout'
  ).split(' '),
);

/** Names of columns → names of fields, all different. */
export function cNames(names: readonly string[]): string[] {
  const taken = new Set<string>(RESERVED);
  return names.map((name) => {
    const plain = name
      .replaceAll(/[^A-Za-z0-9]+/g, '_')
      .replaceAll(/^_+|_+$/g, '')
      .slice(0, 40);
    const stem = /^[A-Za-z]/.test(plain) ? plain : `column_${plain}`.replace(/_$/, '');
    let unique = stem;
    for (let k = 2; taken.has(unique); k++) unique = `${stem}_${String(k)}`;
    taken.add(unique);
    return unique;
  });
}
