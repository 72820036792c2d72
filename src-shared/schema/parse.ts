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

/** `['network', 'layers', 2, 'units']` → `network.layers[2].units`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, k) => (typeof key === 'number' ? `[${String(key)}]` : `${k === 0 ? '' : '.'}${String(key)}`))
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
    case 'invalid_union': {
      const options = unionOptions(issue);
      return { code: 'INVALID_VALUE', path: issue.path, message: options ?? sentence(issue.message) };
    }
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

/** A wrong `type` or `kind` in a union: the names that exist. */
function unionOptions(issue: z.core.$ZodIssueInvalidUnion): string | undefined {
  const options = (issue as { options?: readonly unknown[] }).options;
  if (options === undefined) return undefined;
  return `Must be one of ${options.map((option) => quote(option)).join(', ')}.`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
