/** An option of a command: how it is read, and what help and completion say of it. */
export interface OptionManual {
  readonly type: 'string' | 'boolean';
  /** What stands for the value in the usage, as DIR; options without a value have none. */
  readonly value?: string;
  readonly help: string;
  /** All the values there are, where they can be told. */
  readonly values?: readonly string[];
  /** Whether it takes several of them with commas between. */
  readonly isList?: true;
}

/** One way to use a command: the line to type, and what it does. */
interface Usage {
  readonly line: string;
  readonly text: string;
}

/** A line that works as it stands where the files that it names are there: a test runs all of them. */
interface Example {
  readonly says: string;
  readonly line: string;
}

/** A list of names with what they mean. */
export interface Glossary {
  readonly title: string;
  readonly rows: readonly (readonly [string, string])[];
}

/** What a command says of itself: its help, its completion and the headings of docs/cli.md come from here. */
export interface Manual {
  readonly group: 'Train' | 'Use a model' | 'Look and check' | 'About the engine' | 'About the command line';
  /** Its line in the overview. */
  readonly summary: string;
  readonly usages: readonly Usage[];
  readonly options: Readonly<Record<string, OptionManual>>;
  /** Words that may stand where a file stands otherwise. */
  readonly operands?: readonly string[];
  readonly examples: readonly Example[];
  readonly glossaries?: readonly Glossary[];
  /** Exit codes that mean something of their own here. */
  readonly exits?: Readonly<Partial<Record<0 | 1 | 2 | 130, string>>>;
}

/** What exit codes mean where a command says nothing else. Scripts depend on them. */
export const EXIT_CODES = {
  0: 'Done.',
  1: 'A bug in Ninestep.',
  2: 'Bad input. One message says what, where and what to do, with its code. Nothing is written.',
  130: 'Stopped by Ctrl+C.',
} as const;

/** … and where something is trained. */
export const TRAINING_EXITS = {
  1: 'Training failed or diverged; or a bug in Ninestep.',
  130: 'Stopped by Ctrl+C (or a request to end). The run is kept, as stopped.',
} as const;
