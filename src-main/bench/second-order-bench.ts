import { prepareExperiment } from '@shared/data/prepare.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import { scaleValue, unscaleValue } from '@shared/data/transforms.ts';
import { PartEvaluator } from '@shared/engine/evaluate.ts';
import type { Backend, Machine } from '@shared/engine/machine.ts';
import { initialParameters } from '@shared/engine/parameters.ts';
import { PLATEAU_START } from '@shared/engine/schedules.ts';
import { SecondOrderTraining } from '@shared/engine/second-order-training.ts';
import type { TrainingSetup } from '@shared/engine/trainer.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import type { Initializer } from '@shared/model/network.ts';
import { optimizerCatalog, type SecondOrderOptimizer } from '@shared/model/training-catalog.ts';
import { trainingSetup } from '../trainer/training-setup.ts';
import { type BenchLine, benchLine, type BenchSetting } from './bench-line.ts';
import { summarize } from './timing.ts';
import { articleExperiment } from './training-workloads.ts';

/** The article's data, a network for them, and when its answers count as right, in raw units. */
interface Problem {
  readonly workload: string;
  readonly hidden: readonly number[];
  readonly initializer: Initializer;
  readonly optimizer: SecondOrderOptimizer;
  /** Largest error on the article's first cases, and the test part's RMSE of each target. */
  readonly caseError: number;
  readonly testRmse: number;
}

const LEVENBERG_MARQUARDT = defaultsOf(optimizerCatalog['levenberg-marquardt'].fields);
const LM: Problem = {
  workload: 'lm-article',
  hidden: [4, 4],
  initializer: 'he-normal',
  optimizer: { type: 'levenberg-marquardt', ...LEVENBERG_MARQUARDT, goal: 1e-12, restarts: 0 },
  caseError: 0.01,
  testRmse: 0.01,
};
const LBFGS: Problem = {
  workload: 'lbfgs-article',
  hidden: [8],
  initializer: 'glorot-uniform',
  optimizer: { type: 'lbfgs', history: 50, goal: 1e-7, restarts: 20 },
  caseError: 0.05,
  testRmse: 0.1,
};

/** (30, 70), (70, 30), (3, 5); the article's fourth case lies outside its data. */
const CASES = 3;
const SEEDS = Array.from({ length: 10 }, (_, k) => k + 1);
/** A start that has not got there by now counts as failed. */
const MOST_ITERATIONS = 300;

/** Levenberg–Marquardt on the article's own network, from one start, and with restarts. */
export function benchLevenbergMarquardt(setting: BenchSetting): BenchLine[] {
  return [
    benchProblem(LM, setting, 's'),
    benchProblem({ ...LM, optimizer: { ...LM.optimizer, restarts: 20 } }, setting, 's'),
  ];
}

/** L-BFGS on a network of one hidden layer, restarts included. */
export function benchLbfgs(setting: BenchSetting): BenchLine[] {
  return [benchProblem(LBFGS, setting, 'ms')];
}

/**
 * Solves for each seed, as often as there are repeats. Timed from drawing the weights to the method's end; loading the
 * data and checking the answers are not.
 */
function benchProblem(problem: Problem, setting: BenchSetting, unit: 's' | 'ms'): BenchLine {
  const factor = unit === 's' ? 1e-3 : 1;
  const task = taskOf(problem, setting.backend);
  const rounds = Array.from({ length: setting.effort.repeats }, () => SEEDS.map((seed) => solve(task, seed)));
  task.machine.close();
  const times = SEEDS.map((_, k) => summarize(rounds.map((round) => factor * round[k]!.ms)).median);
  const [firstRound = []] = rounds;
  return benchLine(
    problem.workload,
    setting,
    unit,
    { ...summarize(times), repeats: rounds.length },
    {
      restarts: problem.optimizer.restarts,
      seeds: SEEDS.length,
      solved: firstRound.filter(({ isSolved }) => isSolved).length,
      solvedSeeds: SEEDS.filter((_, k) => firstRound[k]!.isSolved),
      /** Before anything is compiled. */
      first: factor * firstRound[0]!.ms,
      times,
      iterations: firstRound.map(({ iterations }) => iterations),
    },
  );
}

interface Task {
  readonly problem: Problem;
  readonly experiment: Experiment;
  readonly data: PreparedData;
  readonly setup: TrainingSetup;
  readonly machine: Machine;
}

function taskOf(problem: Problem, backend: Backend): Task {
  const article = articleExperiment();
  const dense = defaultsOf(layerCatalog.dense.fields);
  const layers = problem.hidden.map(
    (units) => ({ type: 'dense', ...dense, units, activation: 'relu' }) as const,
  );
  const experiment: Experiment = {
    ...article,
    network: { ...article.network, layers, initializer: problem.initializer, initial: undefined },
    training: { ...article.training, loss: 'mse', precision: 'float64', optimizer: problem.optimizer },
  };
  const data = prepareExperiment(experiment);
  const setup = trainingSetup(experiment, data);
  const { shapes, parts, training } = setup;
  const machine = backend.createMachine({
    shapes,
    precision: 'float64',
    lossSettings: training,
    optimizer: null,
    clipping: null,
    batchRows: parts.train.rows,
    seed: training.seed,
    parts,
  });
  return { problem, experiment, data, setup, machine };
}

function solve(task: Task, seed: number): { ms: number; isSolved: boolean; iterations: number } {
  const { machine, setup, problem } = task;
  const network = { ...setup.network, seed };
  const startedAt = performance.now();
  machine.parameters.set(initialParameters(setup.shapes, network, 'float64'));
  const method = new SecondOrderTraining(machine, problem.optimizer, { ...setup, network });
  let iterations = 0;
  let isOver = false;
  while (!isOver && iterations < MOST_ITERATIONS) {
    const { ending, failed } = method.advance({ step: iterations, plateau: PLATEAU_START });
    isOver = ending !== null || failed !== null;
    iterations += 1;
  }
  return { ms: performance.now() - startedAt, isSolved: isSolved(task), iterations };
}

/** Whether the machine's present weights answer well enough. */
function isSolved({ machine, setup, data, experiment, problem }: Task): boolean {
  const { parts, training, targetScales } = setup;
  const test = new PartEvaluator(machine, 'test', parts.test!, { lossSettings: training, targetScales });
  const { rmse } = test.measure();
  const errors = experiment.testCases
    .slice(0, CASES)
    .flatMap(({ inputs }) => caseErrors(machine, data, inputs));
  return (
    rmse.every((error) => error < problem.testRmse) && errors.every((error) => error < problem.caseError)
  );
}

/** Errors of the answers to one question: the truth is a + b, a − b, |a − b|. */
function caseErrors(machine: Machine, data: PreparedData, inputs: Record<string, RawValue>): number[] {
  const [a, b] = [Number(inputs.a), Number(inputs.b)];
  const truths = [a + b, a - b, Math.abs(a - b)];
  const question = data.inputs.map(({ name, fitted }) => scaleValue(fitted.transform, Number(inputs[name])));
  const answers = machine.predictRows(Float64Array.from(question), 1);
  return data.targets.map(({ fitted }, t) =>
    Math.abs(unscaleValue(fitted[0]!.transform, answers[t]!) - truths[t]!),
  );
}
