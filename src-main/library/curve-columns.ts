import type { CurveQuantity, RunCurves } from '@shared/ipc/run-contract.ts';
import type { Part } from '@shared/model/data-catalog.ts';
import { CURVE_FIELDS, type CurveField, numbersIn } from './point-numbers.ts';

const BYTES_OF_NUMBER = 8;
const FIRST_ROWS = 64;

/** A column that grows at its end. What was never set is NaN. */
class Column {
  hasValues = false;
  private values = new Float64Array(FIRST_ROWS).fill(NaN);

  /** Undefined: nothing stands there in this line. What is no number, as "NaN", is none. */
  set(row: number, value: unknown): void {
    if (row >= this.values.length) {
      const larger = new Float64Array(2 * row).fill(NaN);
      larger.set(this.values);
      this.values = larger;
    }
    if (value === undefined || value === null) return;
    this.hasValues = true;
    if (typeof value === 'number' && Number.isFinite(value)) this.values[row] = value;
  }

  /** A copy, so that it crosses to other processes without what is behind it. */
  first(rows: number): Float64Array {
    return this.values.slice(0, rows);
  }

  get bytes(): number {
    return this.values.length * BYTES_OF_NUMBER;
  }
}

/** One metric of a run over the lines of its `metrics.jsonl`. */
export class CurveColumns {
  private readonly quantity: CurveQuantity;
  private readonly columns: Record<CurveField, Column> = {
    epoch: new Column(),
    step: new Column(),
    seconds: new Column(),
    train: new Column(),
    validation: new Column(),
    test: new Column(),
  };
  private rows = 0;

  constructor(quantity: CurveQuantity) {
    this.quantity = quantity;
  }

  get bytes(): number {
    return CURVE_FIELDS.reduce((sum, field) => sum + this.columns[field].bytes, 0);
  }

  /** A line that is damaged is left out, as everywhere. */
  add(line: string): void {
    const numbers = numbersIn(line, this.quantity);
    if (numbers === null) return;
    for (const field of CURVE_FIELDS) this.columns[field].set(this.rows, numbers[field]);
    this.rows += 1;
  }

  /** `withTest` false: the test part stays null. */
  curves(withTest: boolean): RunCurves {
    const axis = (field: 'epoch' | 'step' | 'seconds') => this.columns[field].first(this.rows);
    const part = (name: Part) => (this.columns[name].hasValues ? this.columns[name].first(this.rows) : null);
    return {
      epoch: axis('epoch'),
      step: axis('step'),
      seconds: axis('seconds'),
      train: part('train'),
      validation: part('validation'),
      test: withTest ? part('test') : null,
    };
  }
}
