import type { z } from 'zod';
import { AppError, type ErrorCode } from '../core/errors.ts';
import { quote } from '../core/text.ts';

/** `value` as the schema gives it, or the first problem as one clear error: what, where, what is allowed. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const [issue, ...others] = result.error.issues;
  if (issue === undefined) throw new Error('A failed parse without an issue.');
  const { code, path, message } = explain(issue);
  const place = formatPath(path);
  const more = others.length === 0 ? '' : ` (And ${String(others.length)} more.)`;
  const where = place === '' ? `The ${what}` : place;
  throw new AppError(code, `${where}: ${message}${more}`, { at: place === '' ? undefined : place });
}

/** `['network', 'layers', 2, 'units']` → `network.layers[2].units`; a name that is no plain word is quoted and cut. */
function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, k) => {
      if (typeof key === 'number') return `[${String(key)}]`;
      const name = String(key);
      return `${k === 0 ? '' : '.'}${/^\w{1,64}$/.test(name) ? name : quote(name)}`;
    })
    .join('');
}

function explain(issue: z.core.$ZodIssue): { code: ErrorCode; path: PropertyKey[]; message: string } {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const key = issue.keys[0] ?? '';
      return {
        code: 'UNKNOWN_FIELD',
        path: [...issue.path, key],
        message: `There is no such field here. Remove it, or correct its name.`,
      };
    }
    case 'invalid_key':
      return { code: 'INVALID_VALUE', path: issue.path, message: issue.issues[0]?.message ?? issue.message };
    case 'invalid_union':
      return explainUnion(issue);
    case 'invalid_value':
      return { code: codeFor(issue), path: issue.path, message: invalidValue(issue) };
    default:
      return { code: codeFor(issue), path: issue.path, message: missing(issue) ?? sentence(issue.message) };
  }
}

function codeFor(issue: z.core.$ZodIssue): ErrorCode {
  return issue.input === undefined ? 'MISSING_FIELD' : 'INVALID_VALUE';
}

function missing(issue: z.core.$ZodIssue): string | undefined {
  return issue.input === undefined ? 'This field is missing and has no default.' : undefined;
}

function invalidValue(issue: z.core.$ZodIssueInvalidValue): string {
  if (issue.message.startsWith('Must be')) return issue.message;
  const allowed = issue.values.map((value) => quote(value)).join(', ');
  return (
    missing(issue) ??
    `Must be ${issue.values.length > 1 ? 'one of ' : ''}${allowed}, but is ${quote(issue.input)}.`
  );
}

/** A union told apart by `type` or `kind`: the names that exist, and the one given. */
function explainUnion(issue: z.core.$ZodIssueInvalidUnion): ReturnType<typeof explain> {
  const { options, discriminator, input, path } = issue as { options?: readonly unknown[] } & typeof issue;
  if (options === undefined || discriminator === undefined) {
    return { code: codeFor(issue), path, message: sentence(issue.message) };
  }
  const given = (input as Record<string, unknown>)[discriminator];
  const range = `Must be one of ${options.map(quote).join(', ')}`;
  return given === undefined
    ? { code: 'MISSING_FIELD', path, message: `This field is missing and has no default. ${range}.` }
    : { code: 'INVALID_VALUE', path, message: `${range}, but is ${quote(given)}.` };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
