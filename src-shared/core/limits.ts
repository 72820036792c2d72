/** Every limit of Ninestep, in one place. Messages, schemas, forms and documentation read them from here. */
export const LIMITS = {
  /** Characters of a name a person gives (project, experiment, run). */
  nameLength: 200,
  /** Characters of a description or a note. */
  textLength: 4_000,
  /** Characters of one formula. */
  formulaLength: 200,
  /** Columns of a table that take part in training, inputs and targets together. */
  columns: 4_096,
  /** Rows a formula may generate. */
  formulaRows: 1_000_000,
  /** Rows and columns of a table that will be read. */
  tableRows: 50_000_000,
  tableColumns: 16_384,
  /** Levels of a category. */
  levels: 1_000,
  /** Bytes of a file of any kind of table. */
  tableBytes: 8 * 2 ** 30,
  /** Bytes that the cells of one table may take in memory. */
  tableMemoryBytes: 4 * 2 ** 30,
  /** Bytes of a table in a form that is read as a whole: JSON and Excel. */
  wholeTableBytes: 256 * 2 ** 20,
  /** Bytes of one row of a text table. */
  rowBytes: 16 * 2 ** 20,
  /** Characters of a table that is pasted. */
  pastedCharacters: 4 * 2 ** 20,
  layers: 256,
  units: 16_384,
  parameters: 50_000_000,
  /** As many as a model file can hold in base64: V8's texts end at half a gigabyte, a number of float64 takes 10.7 characters. */
  float64Parameters: 40_000_000,
  /** As many as a text of decimals can hold, which takes up to 25 characters for each. */
  textParameters: 20_000_000,
  /** Up to how many a run keeps as decimals that a person can read; above, saving them would take seconds. */
  readableParameters: 1_000_000,
  /** Parameters up to which native code keeps the memory of its steps for the next, which is faster, and takes as much again. */
  keptParameters: 8_000_000,
  epochs: 10_000_000,
  batchSize: 65_536,
  /** Runs that are launched together. */
  groupRuns: 1_000,
  /** Runs that one call may be about. */
  runsAtOnce: 20_000,
  tags: 20,
  tagLength: 60,
  savedViews: 100,
  /** Characters of a query for runs. */
  queryLength: 1_000,
  /** Values of a run's shape in the history. */
  sparkPoints: 32,
  /** Bytes of a chart or a table that the window saves. */
  artifactBytes: 64 * 2 ** 20,
  /** Threads of one run. */
  threads: 64,
  /** Largest seed: what NumPy's legacy generator takes. */
  seed: 2 ** 32 - 1,
  /** Memory that one training run may plan for. */
  trainingBytes: 4 * 2 ** 30,
  /** Multiply-adds of work that the window waits for: a few seconds. */
  waitedWork: 1e11,
  testCases: 1_000,
  /** How often the test results of one run may be opened. */
  testOpenings: 10_000,
  experiments: 1_000,
  /** Bytes of an experiment, project or settings file that will be read. */
  experimentBytes: 8 * 2 ** 20,
  /** Bytes of a run record that will be read: an experiment takes more room once it is indented. */
  runBytes: 64 * 2 ** 20,
  settingsBytes: 256 * 2 ** 10,
  /** Bytes of what was said of a run, of the queue, and of the views of the history. */
  marksBytes: 256 * 2 ** 10,
  queueBytes: 2 ** 20,
  viewsBytes: 64 * 2 ** 20,
  /** Bytes of a model file that will be read: nearly all that one text of V8's can hold. */
  modelBytes: 510 * 2 ** 20,
  /** What an ONNX file may hold outside its raw bytes, in numbers: an object counts for 256 of them. And how deep. */
  onnxParts: 2 ** 26,
  onnxDepth: 32,
  metricsBytes: 256 * 2 ** 20,
  /** Classes up to which every point of a run holds a confusion matrix. */
  confusionClasses: 32,
  /** Bytes of a checkpoint that will be read: what training may hold at all. */
  checkpointBytes: 4 * 2 ** 30,
  csvBytes: 256 * 2 ** 20,
  /** How deep JSON may nest. */
  jsonDepth: 32,
  /** Characters of foreign text that an error message quotes. */
  quotedLength: 80,
  /** Bytes of one request from the window: a whole project, as it is saved. */
  ipcBytes: 8 * 2 ** 20,
  ipcCallsPerSecond: 200,
  /** Bins of a histogram of weights or outputs. */
  histogramBins: 64,
  /** Places on each axis of a decision surface. */
  surfaceSize: 128,
  /** Rows whose way through the network is shown at once. */
  lookedAtRows: 64,
  /** Rows of a part whose answers are shown beside what is true. */
  answersAtOnce: 2_000,
  /** Values that stand for the weights of one layer in a picture. */
  drawnWeights: 16_384,
  /** Bytes of the kept weights of one run. */
  snapshotBytes: 64 * 2 ** 20,
  /** Rows of a part that are drawn point by point. */
  sampledRows: 5_000,
  /** Rows of a part that are listed at once. */
  evaluatedRows: 500,
  /** How often each column is shuffled to measure its importance. */
  importanceRepeats: 100,
  /** Places and single rows of a partial dependence. */
  dependencePlaces: 201,
  dependenceLines: 200,
  /** Values of one layer that the picture of the nine steps shows, and parameters of one that their tables hold. */
  stepUnits: 64,
  stepNumbers: 2 ** 19,
  /** Multiply-adds of one walked-through step: plain loops, while a person waits. */
  stepWork: 2e9,
  /** Numbers of a NumPy script that runs by itself. */
  scriptNumbers: 200_000,
  /** Metric messages from a run to the window. */
  metricMessagesPerSecond: 20,
} as const;
