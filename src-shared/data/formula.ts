import jsep, { type Expression } from 'jsep';
import { AppError } from '../core/errors.ts';
import { quote } from '../core/text.ts';
import { cosine, sine, tangent } from '../core/trigonometry.ts';

/** The functions a formula may call, each with the number of arguments it takes (`null`: one or more). */
const FUNCTIONS: ReadonlyMap<string, { arity: number | null; apply: (...values: number[]) => number }> =
  new Map([
    ['abs', { arity: 1, apply: Math.abs }],
    ['sqrt', { arity: 1, apply: Math.sqrt }],
    ['exp', { arity: 1, apply: Math.exp }],
    ['log', { arity: 1, apply: Math.log }],
    ['sin', { arity: 1, apply: sine }],
    ['cos', { arity: 1, apply: cosine }],
    ['tan', { arity: 1, apply: tangent }],
    ['tanh', { arity: 1, apply: Math.tanh }],
    ['floor', { arity: 1, apply: Math.floor }],
    ['round', { arity: 1, apply: Math.round }],
    ['sign', { arity: 1, apply: Math.sign }],
    ['min', { arity: null, apply: Math.min }],
    ['max', { arity: null, apply: Math.max }],
    ['pow', { arity: 2, apply: Math.pow }],
  ]);

type Operator = (left: number, right: number) => number;

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['+', (left, right) => left + right],
  ['-', (left, right) => left - right],
  ['*', (left, right) => left * right],
  ['/', (left, right) => left / right],
  ['%', (left, right) => left % right],
  ['**', Math.pow],
  ['<', claim((left, right) => left < right)],
  ['<=', claim((left, right) => left <= right)],
  ['>', claim((left, right) => left > right)],
  ['>=', claim((left, right) => left >= right)],
  ['==', claim((left, right) => left === right)],
  ['!=', claim((left, right) => left !== right)],
  ['&&', claim((left, right) => left !== 0 && right !== 0)],
  ['||', claim((left, right) => left !== 0 || right !== 0)],
]);

/** 1 where it holds, 0 where not. NaN stays NaN, so that a row without an answer is refused and not taken for "no". */
function claim(holds: (left: number, right: number) => boolean): Operator {
  return (left, right) => (Number.isNaN(left) || Number.isNaN(right) ? NaN : Number(holds(left, right)));
}

const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
]);

const signsSeen = new WeakSet<Expression>();

// jsep takes -a ** 2 for (-a) ** 2, mathematics for -(a ** 2): refused, as JavaScript does. The hook is called with a
// sign and what it stands before, and with the same node again if brackets are around it: then all is well.
jsep.hooks.add('after-token', function ({ node }) {
  if (node?.type !== 'UnaryExpression' || signsSeen.has(node)) return;
  signsSeen.add(node);
  this.gobbleSpaces();
  if (this.expr.startsWith('**', this.index)) {
    this.throwError('A sign before a power needs brackets: (-a) ** 2 or -(a ** 2)');
  }
});

/** A formula ready to be computed: takes one row of the variables, in their order. */
export type Formula = (row: ArrayLike<number>) => number;

/**
 * A formula as text → a function of one row. Parsed by jsep into a tree and put together from the tables above;
 * nothing is ever evaluated as code. Throws FORMULA_INVALID at `at`.
 */
export function compileFormula(text: string, variables: readonly string[], at: string): Formula {
  const refuse = (problem: string): never => {
    throw new AppError('FORMULA_INVALID', `${at}: ${problem} In ${quote(text)}.`, { at });
  };
  let tree: Expression;
  try {
    tree = jsep(text);
  } catch (error) {
    // jsep quotes what it found as it is.
    return refuse(`The formula cannot be read: ${(error as Error).message.replace(/\p{Cc}/gu, ' ')}.`);
  }
  return compile(tree, variables, refuse);
}

function compile(
  node: Expression,
  variables: readonly string[],
  refuse: (problem: string) => never,
): Formula {
  const expression = node as jsep.CoreExpression;
  switch (expression.type) {
    case 'Literal': {
      const { value } = expression;
      return typeof value === 'number' ? () => value : refuse(`${quote(value)} is not a number.`);
    }
    case 'Identifier': {
      const index = variables.indexOf(expression.name);
      if (index >= 0) return (row) => row[index]!;
      const constant = CONSTANTS.get(expression.name);
      if (constant !== undefined) return () => constant;
      return refuse(`There is no input called ${quote(expression.name)}. Known: ${variables.join(', ')}.`);
    }
    case 'UnaryExpression': {
      const argument = compile(expression.argument, variables, refuse);
      if (expression.operator === '-') return (row) => -argument(row);
      if (expression.operator === '+') return argument;
      return refuse(`The operator ${quote(expression.operator)} is not known.`);
    }
    case 'BinaryExpression': {
      const apply = OPERATORS.get(expression.operator);
      if (apply === undefined) {
        const hint = expression.operator === '^' ? ' Powers are written a ** b.' : '';
        return refuse(`The operator ${quote(expression.operator)} is not known.${hint}`);
      }
      const left = compile(expression.left, variables, refuse);
      const right = compile(expression.right, variables, refuse);
      return (row) => apply(left(row), right(row));
    }
    case 'ConditionalExpression': {
      const test = compile(expression.test, variables, refuse);
      const consequent = compile(expression.consequent, variables, refuse);
      const alternate = compile(expression.alternate, variables, refuse);
      return (row) => choose(test(row), consequent(row), alternate(row));
    }
    case 'CallExpression':
      return compileCall(expression, variables, refuse);
    default:
      return refuse(
        'Only numbers, input names, + − * / % **, comparisons, conditions (a > b ? 1 : 0), brackets and functions are allowed.',
      );
  }
}

function choose(condition: number, consequent: number, alternate: number): number {
  if (Number.isNaN(condition)) return NaN;
  return condition === 0 ? alternate : consequent;
}

function compileCall(
  call: jsep.CallExpression,
  variables: readonly string[],
  refuse: (problem: string) => never,
): Formula {
  if (call.callee.type !== 'Identifier') return refuse('A function is called by its plain name: abs(a).');
  const { name } = call.callee as jsep.Identifier;
  const entry = FUNCTIONS.get(name);
  if (entry === undefined) {
    return refuse(`There is no function ${quote(name)}. Known: ${[...FUNCTIONS.keys()].join(', ')}.`);
  }
  const wrongCount =
    entry.arity === null ? call.arguments.length === 0 : call.arguments.length !== entry.arity;
  if (wrongCount) {
    return refuse(`${name} takes ${entry.arity === null ? 'at least 1' : String(entry.arity)} argument(s).`);
  }
  const values = call.arguments.map((argument) => compile(argument, variables, refuse));
  return (row) => entry.apply(...values.map((value) => value(row)));
}
