import { OPERATION_WORDS, SEGMENT_PANELS, SEGMENT_UNITS, SEGMENT_WORDS } from '../kernels/plan-layout.ts';
import type { Arena } from './arena.ts';

/** An operation: its words from the kind on, and float64 arguments at even words. */
export interface Operation {
  readonly words: readonly number[];
  /** Word → value. */
  readonly reals?: Readonly<Record<number, number>>;
}

interface Segment {
  readonly kind: number;
  readonly operations: Operation[];
}

/** Where a list's segments and operations stand. */
export interface PlacedOperations {
  readonly segments: number;
  readonly segmentCount: number;
  readonly operations: number;
  readonly operationCount: number;
  readonly write: (memory: DataView) => void;
}

/** Operations in the order in which they run, cut into segments after which all threads meet. */
export class OperationList {
  private readonly segments: Segment[] = [];

  /** One that takes chunks of panels. */
  panels(operation: Operation): void {
    this.add(SEGMENT_PANELS, operation);
  }

  /** One that takes units of a layer, over all panels at once. */
  units(operation: Operation): void {
    this.add(SEGMENT_UNITS, operation);
  }

  private get operationCount(): number {
    return this.segments.reduce((sum, { operations }) => sum + operations.length, 0);
  }

  /** Plans the memory; the returned function fills it once it is there. */
  place(arena: Arena): PlacedOperations {
    const segments = arena.words(this.segments.length * SEGMENT_WORDS);
    const operations = arena.words(this.operationCount * OPERATION_WORDS);
    return {
      segments,
      segmentCount: this.segments.length,
      operations,
      operationCount: this.operationCount,
      write: (memory) => {
        let at = operations;
        this.segments.forEach(({ kind, operations: members }, k) => {
          writeWords(memory, segments + k * SEGMENT_WORDS * 4, [kind, at, members.length]);
          for (const member of members) {
            writeOperation(memory, at, member);
            at += OPERATION_WORDS * 4;
          }
        });
      },
    };
  }

  private add(kind: number, operation: Operation): void {
    const last = this.segments.at(-1);
    if (last?.kind === kind) last.operations.push(operation);
    else this.segments.push({ kind, operations: [operation] });
  }
}

function writeOperation(memory: DataView, at: number, { words, reals = {} }: Operation): void {
  writeWords(memory, at, words);
  for (const [word, value] of Object.entries(reals)) memory.setFloat64(at + Number(word) * 4, value, true);
}

/** Words from an address on, as unsigned or negative numbers of 32 bits. */
export function writeWords(memory: DataView, at: number, words: readonly number[]): void {
  words.forEach((word, k) => {
    memory.setUint32(at + k * 4, word, true);
  });
}
