import type { RunEntry } from '../model/run.ts';
import { closest } from './closest.ts';
import { builtInFields, findField } from './fields.ts';
import { RUN_METRIC_IDS } from './metric-fields.ts';
import { comparisonTest, type Operator, type RunTest } from './query-compare.ts';
import { QueryError, type QueryProblem } from './query-problem.ts';
import { type Token, tokensOf } from './query-tokens.ts';
import type { RunField } from './run-field.ts';
import { searchText } from './search-text.ts';
import { settingAliases } from './setting-aliases.ts';

/** A part of a query, with its characters [start, end). */
export type QueryNode = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'all' | 'any'; readonly parts: readonly QueryNode[] }
  | { readonly kind: 'not'; readonly part: QueryNode }
  | { readonly kind: 'word'; readonly text: string; readonly test: RunTest }
  | {
      readonly kind: 'compare';
      readonly field: RunField;
      readonly operator: Operator;
      readonly value: string;
      readonly test: RunTest;
    }
);

export type Parsed =
  | { readonly query: QueryNode; readonly problem: null }
  | { readonly query: null; readonly problem: QueryProblem };

/**
 * The query language of the history: words, `field:value` and comparisons, `-` or `not` before a term, `or` between
 * terms, parentheses. Terms side by side must all hold. `now`, in milliseconds since 1970: what dates like 7d count from.
 */
export function parseQuery(text: string, now: number): Parsed {
  try {
    return { query: new QueryParser(tokensOf(text), text.length, now).parse(), problem: null };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const { message, start, end } = error;
    return { query: null, problem: { message, start, end } };
  }
}

/** Whether a run is one of those that are asked for. */
export function matches(node: QueryNode, run: RunEntry): boolean {
  switch (node.kind) {
    case 'all':
      return node.parts.every((part) => matches(part, run));
    case 'any':
      return node.parts.some((part) => matches(part, run));
    case 'not':
      return !matches(node.part, run);
    default:
      return node.test(run);
  }
}

/** How deep parentheses may stand in each other: more is a mistake, and would exhaust the stack. */
const DEEPEST = 50;

class QueryParser {
  private at = 0;
  private depth = 0;
  private readonly tokens: readonly Token[];
  private readonly length: number;
  private readonly now: number;

  constructor(tokens: readonly Token[], length: number, now: number) {
    this.tokens = tokens;
    this.length = length;
    this.now = now;
  }

  parse(): QueryNode {
    if (this.tokens.length === 0) return { kind: 'all', parts: [], start: 0, end: this.length };
    const query = this.any();
    const rest = this.tokens[this.at];
    if (rest !== undefined)
      throw new QueryError('Nothing was opened that this closes.', rest.start, rest.end);
    return query;
  }

  private any(): QueryNode {
    const parts = [this.all()];
    while (this.take('or')) parts.push(this.all());
    return joined('any', parts);
  }

  private all(): QueryNode {
    const parts = [this.term()];
    for (let next = this.tokens[this.at]; next !== undefined; next = this.tokens[this.at]) {
      if (next.kind === 'or' || next.kind === 'close') break;
      if (next.kind === 'and') this.at += 1;
      parts.push(this.term());
    }
    return joined('all', parts);
  }

  private term(): QueryNode {
    const token = this.tokens[this.at];
    if (token === undefined)
      throw new QueryError('Something is missing here at the end.', this.length, this.length);
    this.at += 1;
    switch (token.kind) {
      case 'not': {
        const part = this.nested(() => this.term());
        return { kind: 'not', part, start: token.start, end: part.end };
      }
      case 'open':
        return this.parenthesis(token);
      case 'word':
        return wordNode(token);
      case 'compare':
        return compareNode(token, this.now);
      default:
        throw new QueryError(`Something is missing before this.`, token.start, token.end);
    }
  }

  private parenthesis(open: Token): QueryNode {
    const inner = this.nested(() => this.any());
    const close = this.tokens[this.at];
    if (!this.take('close')) throw new QueryError('This parenthesis is not closed.', open.start, open.end);
    return { ...inner, start: open.start, end: close!.end };
  }

  private nested(read: () => QueryNode): QueryNode {
    this.depth += 1;
    if (this.depth > DEEPEST) {
      throw new QueryError('This is nested too deeply.', this.tokens[this.at]?.start ?? 0, this.length);
    }
    const node = read();
    this.depth -= 1;
    return node;
  }

  private take(kind: Token['kind']): boolean {
    if (this.tokens[this.at]?.kind !== kind) return false;
    this.at += 1;
    return true;
  }
}

function joined(kind: 'all' | 'any', parts: readonly QueryNode[]): QueryNode {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  return { kind, parts, start: first?.start ?? 0, end: parts.at(-1)?.end ?? 0 };
}

function wordNode({ text, start, end }: Extract<Token, { kind: 'word' }>): QueryNode {
  const wanted = text.toLowerCase();
  return { kind: 'word', text, start, end, test: (run) => searchText(run).includes(wanted) };
}

function compareNode(token: Extract<Token, { kind: 'compare' }>, now: number): QueryNode {
  const { operator, value, valueStart, start, end } = token;
  const field = findField(token.field);
  if (field === null) throw unknownField(token.field, start);
  const test = comparisonTest({ field, operator, value, start: valueStart, end }, now);
  return { kind: 'compare', field, operator, value, start, end, test };
}

function unknownField(name: string, start: number): QueryError {
  if (name === 'best' || name === 'last') {
    const example = `${name}:accuracy>=0.9 or ${name}:validation.loss<0.1`;
    return new QueryError(
      `Name a figure and compare it with a number: ${example}.`,
      start,
      start + name.length + 1,
    );
  }
  const names = [...builtInFields().map(({ id }) => id), 'tag', ...RUN_METRIC_IDS, ...settingAliases()];
  const near = closest(name, names);
  const meant = near === null ? 'Put a text with such a sign into quotation marks.' : `Did you mean ${near}?`;
  return new QueryError(`Runs have no “${name}”. ${meant}`, start, start + name.length);
}
