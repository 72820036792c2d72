import { Random } from '@shared/core/random.ts';
import type { AnsweredPart } from '@shared/evaluation/answered-part.ts';
import { chooseRows, foundIn } from '@shared/evaluation/choose-rows.ts';
import { classCurves } from '@shared/evaluation/class-curves.ts';
import { evaluatePart } from '@shared/evaluation/evaluate-part.ts';
import { partFigures } from '@shared/evaluation/part-figures.ts';
import { finish } from '@shared/evaluation/work.ts';
import { invokeContract } from '@shared/ipc/contract.ts';
import type { Task } from '@shared/model/task.ts';
import { describe, expect, it } from 'vitest';
import { answeredPart, classOutputs, numberOutput } from '../helpers/answered-parts.ts';

const SEED = Number(process.env.SEED ?? 1);
const CASES = process.env.NINESTEP_LONG === '1' ? 5_000 : 300;

const EXTREMES = [0, -0, 1, 0.5, 0.1, 1e308, -1e308, 5e-324, NaN, Infinity, -Infinity];
const TASKS: readonly Task[] = ['regression', 'binary', 'multiclass', 'multilabel'];

/** Answers as a network gives them, and as none should: what is true is always a number. */
function drawnPart(random: Random): AnsweredPart {
  const task = TASKS[random.below(4)]!;
  const levels = ['a', 'b', 'c', 'd'].slice(0, 2 + random.below(3));
  const outputs =
    task === 'regression'
      ? [numberOutput('x'), ...(random.below(2) === 0 ? [] : classOutputs('kind', levels))]
      : classOutputs('kind', task === 'binary' ? levels.slice(0, 2) : levels);
  const isWild = random.below(4) === 0;
  const answer = () => (isWild && random.below(3) === 0 ? EXTREMES[random.below(11)]! : random.uniform());
  const rows = Array.from({ length: 1 + random.below(40) }, () => {
    const c = random.below(levels.length);
    return {
      truth: outputs.map((output) =>
        output.class === undefined ? 100 * random.normal() : Number(output.class.level === levels[c]),
      ),
      answers: outputs.map(answer),
    };
  });
  return answeredPart(task, outputs, rows);
}

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const { response } = invokeContract['evaluation:curves'];

describe(`evaluating ${String(CASES)} parts, seed ${String(SEED)}`, () => {
  const random = new Random(SEED, 'evaluated parts');
  const parts = Array.from({ length: CASES }, () => drawnPart(random));

  it('gives figures that fit together, whatever the answers are', () => {
    for (const part of parts) {
      const N = part.rows.length;
      const { numbers, classes } = finish(evaluatePart(part));
      for (const { residuals, rmse, mae } of numbers) {
        expect(sum(residuals.counts)).toBeLessThanOrEqual(N);
        if (Number.isFinite(rmse)) expect(mae).toBeLessThanOrEqual(rmse * (1 + 1e-12));
      }
      for (const own of classes) {
        const C = own.classes.length;
        expect(sum(own.confusion)).toBe(N);
        own.perClass.forEach(({ support, predicted, hits }, c) => {
          expect(support).toBe(sum(own.confusion.subarray(c * C, (c + 1) * C)));
          expect(predicted).toBe(sum(own.classes.map((_, t) => own.confusion[t * C + c]!)));
          expect(hits).toBe(own.confusion[c * C + c]);
        });
        expect(own.mistakes).toBe(N - sum(own.perClass.map(({ hits }) => hits)));
        // Recall weighted by rows is the share of rows that were found.
        expect(own.weighted.recall).toBeCloseTo(own.accuracy, 12);
        const { low, high } = own.accuracyInterval;
        expect(own.accuracy).toBeGreaterThanOrEqual(low - 1e-12);
        expect(own.accuracy).toBeLessThanOrEqual(high + 1e-12);
      }
      expect(partFigures(part).length).toBeGreaterThan(0);
    }
  });

  it('gives curves that keep the contract, for every class', () => {
    for (const part of parts) {
      for (const { column, classes } of finish(evaluatePart(part)).classes) {
        classes.forEach((_, c) => {
          const found = foundIn(part, column);
          const curves = classCurves(found, c);
          expect(response.safeParse(curves).error).toBeUndefined();
          expect(curves.positives + curves.negatives).toBe(part.rows.length);
        });
      }
    }
  });

  it('lists every row once', () => {
    for (const part of parts) {
      const { numbers, classes } = finish(evaluatePart(part));
      const all = [...part.rows.keys()];
      for (const { output } of numbers) {
        const { places } = chooseRows(part, { kind: 'worst', output }, Infinity);
        expect([...places].toSorted((a, b) => a - b)).toEqual(all);
      }
      for (const { column, mistakes } of classes) {
        expect(chooseRows(part, { kind: 'mistakes', column }, 3).of).toBe(mistakes);
        expect(chooseRows(part, { kind: 'unsure', column }, Infinity).places).toHaveLength(all.length);
      }
    }
  });
});
