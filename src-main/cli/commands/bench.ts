import { type Precision, PRECISIONS } from '@shared/core/float-array.ts';
import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { quote } from '@shared/core/text.ts';
import { BACKEND_REQUESTS, type BackendRequest } from '@shared/model/backends.ts';
import { availableParallelism, cpus } from 'node:os';
import type { BenchSetting } from '../../bench/bench-line.ts';
import { manyQuestion } from '../../bench/predict-bench.ts';
import { isTrainingWorkload, workloadWork } from '../../bench/training-workloads.ts';
import { WORKLOADS } from '../../bench/workloads.ts';
import { ENGINE } from '../../storage/engine-identity.ts';
import { engineToAsk } from '../../trainer/answering.ts';
import { chooseEngine, type Engine, engineFor, type EngineRequest } from '../../trainer/engine.ts';
import { readArguments, wholeNumber } from '../arguments.ts';
import { benchText } from '../bench-text.ts';
import { BENCH } from '../manuals/bench.ts';
import { isForPerson } from '../print-result.ts';

/** Fewer say nothing about how far measurements lie apart. */
const FEWEST_REPEATS = 3;
const MOST_REPEATS = 1_000;

/** Stands for those that are set against each other: what may train, and what is taken where nothing is said. */
const ALL = 'all';
const COMPARED = ['wasm', 'native', 'auto'] as const satisfies readonly BackendRequest[];
type BenchRequest = BackendRequest | typeof ALL;

/** What is measured where nothing is asked for by name. */
const USUAL = [...WORKLOADS].filter(([, { isOnRequest }]) => !isOnRequest).map(([name]) => name);

/** `ninestep bench`; options in the manual. */
export async function bench(args: string[]): Promise<number> {
  const { options } = readArguments(args, [], BENCH.options);
  const effort = { repeats: repeatsOf(options.repeats), seconds: secondsOf(options.seconds) };
  const threadCounts = (options.threads ?? '1')
    .split(',')
    .map((n) => wholeNumber(n, '--threads', LIMITS.threads)!);
  const names =
    options.workload === undefined ? USUAL : listOf(options.workload, '--workload', [...WORKLOADS.keys()]);
  const requests = listOf<BenchRequest>(options.backend ?? 'auto', '--backend', [...BACKEND_REQUESTS, ALL]);
  const precisions = listOf<Precision>(options.dtype ?? 'float32', '--dtype', PRECISIONS);
  process.stderr.write(
    `Ninestep ${ENGINE.version}, Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores\n`,
  );
  const isRead = isForPerson(options.json);
  for (const name of names) {
    for (const settings of comparisonsOf(name, requests, threadCounts, precisions)) {
      const lines = await WORKLOADS.get(name)!.run(settings.map((setting) => ({ ...setting, effort })));
      for (const line of lines) process.stdout.write(isRead ? benchText(line) : `${JSON.stringify(line)}\n`);
    }
  }
  return 0;
}

/** What a workload is to be measured with, each combination that differs for it once: settings that differ in backends alone. */
function comparisonsOf(
  name: string,
  requests: readonly BenchRequest[],
  threadCounts: readonly number[],
  precisions: readonly Precision[],
): Omit<BenchSetting, 'effort'>[][] {
  const { isThreaded, needsFloat64, isSideBySide } = WORKLOADS.get(name)!;
  const expanded = requests.flatMap((request) =>
    request !== ALL ? [request] : isSideBySide ? COMPARED : (['auto'] as const),
  );
  return (isThreaded ? threadCounts : [1]).flatMap((threads, k) =>
    (needsFloat64 ? (['float64'] as const) : precisions).map((precision) =>
      [...new Set(expanded)]
        // The reference has one thread, however many there are.
        .filter((request) => request !== 'reference' || k === 0)
        .map((request) => settingOf(name, request, request === 'reference' ? 1 : threads, precision)),
    ),
  );
}

function settingOf(
  name: string,
  request: BackendRequest,
  threads: number,
  precision: Precision,
): Omit<BenchSetting, 'effort'> {
  const { backend, identity, obstacle } = engineOf(name, { backend: request, threads }, precision);
  if (obstacle !== undefined) process.stderr.write(`${name}: ${identity.why ?? obstacle}\n`);
  return { request, backend, why: identity.why, threads, precision };
}

function engineOf(name: string, asked: EngineRequest, precision: Precision): Engine {
  if (isTrainingWorkload(name)) return engineFor(asked, workloadWork(name, precision));
  // Native machines compute in float32.
  return name === 'predict-many' && precision === 'float32'
    ? engineToAsk(asked, manyQuestion(precision))
    : chooseEngine(asked);
}

/** The values of a list separated by commas; all there are where it is left out. Throws USAGE. */
function listOf<T extends string>(
  value: string | undefined,
  option: string,
  known: readonly T[],
): readonly T[] {
  if (value === undefined) return known;
  return [...new Set(value.split(','))].map((name) => {
    const found = known.find((other) => other === name);
    if (found !== undefined) return found;
    throw new AppError('USAGE', `${option} does not know ${quote(name)}. Known: ${known.join(', ')}.`);
  });
}

function repeatsOf(value: string | undefined): number {
  const repeats = wholeNumber(value, '--repeats', MOST_REPEATS) ?? 5;
  if (repeats >= FEWEST_REPEATS) return repeats;
  throw new AppError(
    'USAGE',
    `--repeats takes at least ${FEWEST_REPEATS}: fewer say nothing about their spread.`,
  );
}

function secondsOf(value: string | undefined): number {
  const seconds = value === undefined ? 1 : /^\d{0,4}(\.\d{1,6})?$/.test(value) ? Number(value) : NaN;
  if (seconds > 0) return seconds;
  throw new AppError('USAGE', `--seconds takes a number above 0, not ${quote(value)}.`);
}
