import type { Experiment, TestCase } from '@shared/model/experiment.ts';
import type { FormulaSource } from '@shared/model/data-catalog.ts';

/** The two kinds of columns that formulas make. */
export type FormulaSide = 'inputs' | 'targets';

const NEW_INPUT_RANGE: [number, number] = [0, 1];

/** Why a column may not have this name, or null. Mirrors the schema, which only speaks when a file is read. */
export function columnNameProblem(experiment: Experiment, name: string, previous: string): string | null {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name)) {
    return 'Must be a letter followed by up to 63 letters, digits or underscores.';
  }
  const { inputs, targets } = formulaOf(experiment);
  const taken = name !== previous && (Object.hasOwn(inputs, name) || Object.hasOwn(targets, name));
  return taken ? `There is a column called ${name} already.` : null;
}

export function addColumn(experiment: Experiment, side: FormulaSide): Experiment {
  const { inputs, targets } = formulaOf(experiment);
  const taken = [...Object.keys(inputs), ...Object.keys(targets)];
  const name = freeName(side === 'inputs' ? 'x' : 'y', taken);
  if (side === 'targets') {
    const formula = Object.keys(inputs)[0] ?? '0';
    return withSource(experiment, { targets: { ...targets, [name]: formula } });
  }
  const middle = (NEW_INPUT_RANGE[0] + NEW_INPUT_RANGE[1]) / 2;
  const changed = withSource(experiment, { inputs: { ...inputs, [name]: NEW_INPUT_RANGE } });
  return withCases(changed, (testCase) => ({ ...testCase, inputs: { ...testCase.inputs, [name]: middle } }));
}

export function removeColumn(experiment: Experiment, side: FormulaSide, name: string): Experiment {
  const source = formulaOf(experiment);
  const changed = withSource(experiment, {
    [side]: without<unknown>(source[side], name),
  });
  return withCases(changed, (testCase) => mapCase(testCase, side, (values) => without(values, name)));
}

/** The new name goes wherever the old one stood: order, formulas, test cases. */
export function renameColumn(
  experiment: Experiment,
  side: FormulaSide,
  from: string,
  to: string,
): Experiment {
  const source = formulaOf(experiment);
  // Not where it is the name of a function, called with brackets.
  const whole = new RegExp(`\\b${from}\\b(?!\\s*\\()`, 'g');
  const formulas = Object.entries(source.targets).map(
    ([name, formula]) => [name, formula.replace(whole, to)] as const,
  );
  const renamed =
    side === 'inputs'
      ? { inputs: withKey(source.inputs, from, to), targets: Object.fromEntries(formulas) }
      : { targets: withKey(source.targets, from, to) };
  return withCases(withSource(experiment, renamed), (testCase) =>
    mapCase(testCase, side, (values) => withKey(values, from, to)),
  );
}

export function withSource(experiment: Experiment, change: Partial<FormulaSource>): Experiment {
  const source = { ...formulaOf(experiment), ...change };
  return { ...experiment, data: { ...experiment.data, source } };
}

function formulaOf({ data }: Experiment): FormulaSource {
  if (data.source.kind !== 'formula') throw new Error('The columns of a table are not made by formulas.');
  return data.source;
}

function withCases(experiment: Experiment, change: (testCase: TestCase) => TestCase): Experiment {
  return { ...experiment, testCases: experiment.testCases.map(change) };
}

function mapCase(
  testCase: TestCase,
  side: FormulaSide,
  change: <V>(values: Record<string, V>) => Record<string, V>,
): TestCase {
  if (side === 'inputs') return { ...testCase, inputs: change(testCase.inputs) };
  const { expected, tolerance } = testCase;
  return {
    ...testCase,
    ...(expected === undefined ? {} : { expected: change(expected) }),
    ...(tolerance === undefined ? {} : { tolerance: change(tolerance) }),
  };
}

function withKey<V>(record: Record<string, V>, from: string, to: string): Record<string, V> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name === from ? to : name, value]),
  );
}

function without<V>(record: Record<string, V>, name: string): Record<string, V> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

function freeName(stem: string, taken: readonly string[]): string {
  for (let k = 1; ; k++) {
    const name = `${stem}${String(k)}`;
    if (!taken.includes(name)) return name;
  }
}
