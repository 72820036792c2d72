export const HELP = `ninestep: design, train and take away fully connected neural networks

  ninestep train EXPERIMENT.json [--out DIR] [--quiet] [--backend B] [--threads N]
      Trains the experiment. Writes run.json, metrics.jsonl, model.json (the best weights) and checkpoints into
      DIR, which must be new or empty; without --out into a new folder of the workspace, where the window finds it, too.
      B is auto (the fastest that the machine can run), wasm or reference; threads change the time, not the result.

  ninestep train DATA.csv --target NAME[,NAME] [--out DIR] [--quiet] [--backend B] [--threads N]
      Suggests an experiment for the table, writes it into DIR as experiment.json, and trains it. Tables may be CSV (also
      with tabs, semicolons or bars), JSON, JSON lines, Parquet or Excel; without --target Ninestep guesses.

  ninestep train --branch DIR --at EPOCH [--epochs N] [--out DIR] [--quiet] [--backend B] [--threads N]
      A new run of the experiment in DIR that begins with the weights its run had after an epoch whose weights were kept (0:
      before the first). It has a copy of them, so that it does without that run.

  ninestep train --resume DIR [--epochs N | --more-epochs N] [--quiet] [--backend B] [--threads N]
      Goes on with the run in DIR from its checkpoint, with the same bits as if it had never stopped. --epochs sets how
      many there shall be in all, --more-epochs how many from where it stands.

  ninestep sweep SPEC.json [--out DIR] [--jobs N] [--threads N] [--quiet]
      Trains all runs of a sweep: a grid or a random search, seeds, folds, successive halving. They lie in DIR, which is
      laid out like a workspace, or without --out in the workspace itself. Says which configuration is best. N jobs train
      that many runs at once. The same spec with the same DIR goes on with what is there.

  ninestep sweep --resume DIR [--jobs N] [--threads N] [--quiet]
      Goes on with the sweep in DIR: trains what is missing, and finishes what was stopped or interrupted.

  ninestep predict MODEL.json DATA.csv [--out FILE.csv] [--force]
      Raw inputs to raw outputs: a line of answers for each line of DATA.csv, whose header must name the inputs.

  ninestep evaluate RUN [--part P,Q] [--open-test] [--importance] [--json]
      Measures the model of a run (its folder) on the rows it was trained on and those for validation: figures side by side,
      and for classes the confusion matrix. --importance also shuffles each input and says what is lost. Test rows only with
      --open-test, which counts as one more opening of their results. --json says all of it to the last digit.

  ninestep evaluate MODEL.json TABLE [--json]
      The same for a model file, on a table of your own that holds its inputs and its targets.

  ninestep export MODEL.json --format json|javascript|python|c --out FILE [--force]
      Writes the model in another format, reads it back and runs its golden cases: a program where python3 with NumPy, or
      cc, is there to run it.

  ninestep verify FILE
      Checks a model, a run (run.json or its folder) or an experiment: form, checksum, golden cases.

  ninestep check-gradients EXPERIMENT.json [--backend B]
      Compares the gradients of the untrained network with differences of its loss. Ends with 1 where they differ.

  ninestep find-rate EXPERIMENT.json [--backend B] [--threads N]
      Tries learning rates from very low to very high, and suggests one. Ends with 1 where the loss never falls.

  ninestep first-project
      Trains the project that greets a new user, and shows its answers beside the truth.

  ninestep bench [--workload A,B] [--backend B,C] [--threads N,M] [--dtype D,E] [--repeats N] [--seconds S]
      Measures the engine on this machine: a line of JSON for each workload, backend, number of threads and precision.

  ninestep --version | --help

Progress goes to standard error, results to standard output. Exit codes: 0 done, 1 training failed or diverged,
2 bad input (one message says what, where and what to do; nothing is written), 130 stopped by Ctrl+C (the run is kept).
The workspace is the folder Ninestep in your home; NINESTEP_WORKSPACE names another.
`;
