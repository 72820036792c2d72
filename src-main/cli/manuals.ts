import type { Manual } from './manual.ts';
import { BENCH } from './manuals/bench.ts';
import { COMPLETION } from './manuals/completion.ts';
import { CHECK_GRADIENTS, FIND_RATE, FIRST_PROJECT } from './manuals/engine-tools.ts';
import { EVALUATE } from './manuals/evaluate.ts';
import { EXPORT } from './manuals/export.ts';
import { HELP } from './manuals/help.ts';
import { IMPORT } from './manuals/import.ts';
import { INSPECT } from './manuals/inspect.ts';
import { LIBRARY } from './manuals/library.ts';
import { PREDICT } from './manuals/predict.ts';
import { SCHEMA } from './manuals/schema.ts';
import { SWEEP } from './manuals/sweep.ts';
import { TRAIN } from './manuals/train.ts';
import { VERIFY } from './manuals/verify.ts';

/** Every command with what it says of itself, in the order in which a person meets them. */
export const MANUALS = {
  train: TRAIN,
  sweep: SWEEP,
  'find-rate': FIND_RATE,
  'first-project': FIRST_PROJECT,
  predict: PREDICT,
  evaluate: EVALUATE,
  export: EXPORT,
  import: IMPORT,
  library: LIBRARY,
  inspect: INSPECT,
  verify: VERIFY,
  schema: SCHEMA,
  'check-gradients': CHECK_GRADIENTS,
  bench: BENCH,
  completion: COMPLETION,
  help: HELP,
} as const satisfies Readonly<Record<string, Manual>>;

export type CommandName = keyof typeof MANUALS;
export const COMMAND_NAMES = Object.keys(MANUALS) as CommandName[];

/** The manual of a command as such, whatever its own options are. */
export function manualOf(name: CommandName): Manual {
  return MANUALS[name];
}
