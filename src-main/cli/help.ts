export const HELP = `ninestep: design, train and take away fully connected neural networks

  ninestep train EXPERIMENT.json [--out DIR] [--quiet]
      Trains the experiment. Writes run.json, metrics.jsonl and model.json (the best weights) into DIR, which must
      be new or empty; without --out into a new folder of the workspace, where the window finds it, too.

  ninestep predict MODEL.json DATA.csv [--out FILE.csv] [--force]
      Raw inputs to raw outputs: a line of answers for each line of DATA.csv, whose header must name the inputs.

  ninestep export MODEL.json --format json --out FILE [--force]
      Writes the model in another format, reads it back and runs its golden cases.

  ninestep verify FILE
      Checks a model, a run (run.json or its folder) or an experiment: form, checksum, golden cases.

  ninestep first-project
      Trains the project that greets a new user, and shows its answers beside the truth.

  ninestep --version | --help

Progress goes to standard error, results to standard output. Exit codes: 0 done, 1 training failed or diverged,
2 bad input (one message says what, where and what to do; nothing is written), 130 stopped by Ctrl+C (the run is kept).
The workspace is the folder Ninestep in your home; NINESTEP_WORKSPACE names another.
`;
