/*
 * The one description of what TypeScript writes into WebAssembly's memory and AssemblyScript reads from it. Both
 * languages import this file, so neither can be out of step. Numbers without a unit count 32-bit words.
 *
 * Samples stand in panels of eight: a buffer of U units is [panels][U][8], so that the kernels read and write without
 * strides, and one panel row is two vectors of float32 or four of float64.
 */

/** Samples in a panel. */
export const PANEL = 8;

/** Where each word of the plan stands. Addresses are bytes from the start of memory. */
export const PLAN_TRAIN_ROWS = 0;
export const PLAN_BATCH_ROWS = 1;
/** Inputs and targets of one row, and the bytes of a row of each in the tables, padded to four numbers. */
export const PLAN_INPUTS = 2;
export const PLAN_TARGETS = 3;
export const PLAN_INPUT_STRIDE = 4;
export const PLAN_TARGET_STRIDE = 5;
/** Tables of the training part, row after row; weights 0 where all rows count alike. */
export const PLAN_INPUT_ROWS = 6;
export const PLAN_TARGET_ROWS = 7;
export const PLAN_ROW_WEIGHTS = 8;
export const PLAN_ORDER = 9;
/** Panels that batches are gathered into: inputs, targets, weights (0 for rows that only fill a panel up). */
export const PLAN_BATCH_INPUTS = 10;
export const PLAN_BATCH_TARGETS = 11;
export const PLAN_BATCH_WEIGHTS = 12;
/** 1 where those panels hold all training rows once and for all. */
export const PLAN_IS_STATIC = 13;
/** Panels of a micro-batch: as many as the buffers hold. Panels of a chunk: what one thread takes at a time. */
export const PLAN_MICRO_PANELS = 14;
export const PLAN_CHUNK_PANELS = 15;
export const PLAN_SEGMENTS = 16;
export const PLAN_SEGMENT_COUNT = 17;
/** Two float64 sums for each chunk of a batch: loss, and the loss that the article prints. */
export const PLAN_CHUNK_SUMS = 18;
export const PLAN_PARAMETERS = 19;
export const PLAN_GRADIENTS = 20;
export const PLAN_PARAMETER_COUNT = 21;
/** Where the parameters are copied to before an update that might leave what is not a number. */
export const PLAN_PREVIOUS = 22;
export const PLAN_SLOTS = 23;
export const PLAN_OPTIMIZER = 27;
/** float64, [steps][coefficients]. */
export const PLAN_COEFFICIENTS = 28;
export const PLAN_COEFFICIENT_COUNT = 29;
export const PLAN_CLIPPING = 30;
/** Address of one float64. */
export const PLAN_CLIPPING_LIMIT = 31;
/** What each thread noticed: a word for each. */
export const PLAN_NOTICES = 32;
export const PLAN_BARRIER = 33;
/** Records of running statistics: see STATISTICS_WORDS. */
export const PLAN_STATISTICS = 34;
export const PLAN_STATISTICS_COUNT = 35;
/** The request. */
export const PLAN_FIRST_STEP = 36;
export const PLAN_FIRST_ROW = 37;
export const PLAN_STEPS = 38;
/** The answer: updates made, and two float64 sums at this address. */
export const PLAN_STEPS_DONE = 39;
export const PLAN_SUMS = 40;
/** Decides what dropout sets to zero. */
export const PLAN_SEED = 41;
/** What to do: see the modes. */
export const PLAN_MODE = 42;
/** Prediction: its own operations, its panels of inputs, the output layer's panels, and where its answers go. */
export const PLAN_PREDICT_OPERATIONS = 43;
export const PLAN_PREDICT_COUNT = 44;
export const PLAN_PREDICT_INPUTS = 45;
export const PLAN_LAST_OUTPUTS = 46;
export const PLAN_OUTPUTS = 47;
/** What each thread is at work on, BATCH_BYTES for each. */
export const PLAN_BATCHES = 48;
export const BATCH_BYTES = 128;
/**
 * Panels of a shard, of which a micro-batch has SHARDS; 0 where batches are not cut into shards. Each shard sums its own
 * gradients, [parameters] one after the other at this address.
 */
export const PLAN_SHARD_PANELS = 49;
export const PLAN_SHARD_GRADIENTS = 50;
/** Panels that a prediction takes through all layers at a time. */
export const PLAN_PREDICT_PANELS = 51;
/** The same for any number of threads, and so are the bits. */
export const SHARDS = 4;
export const PLAN_WORDS = 64;

/**
 * What `normalEquations` works on: operations forwards, and backwards from the output's gradient; the output layer's
 * gradients and outputs; the layers with parameters (see JACOBIAN_LAYER_WORDS); the Jacobian's panels, P + 1 rows each,
 * the last of them the residuals; their product [P + 1, P + 1]; P; panels at a time.
 */
export const JACOBIAN_FORWARD = 0;
export const JACOBIAN_FORWARD_COUNT = 1;
export const JACOBIAN_BACKWARD = 2;
export const JACOBIAN_BACKWARD_COUNT = 3;
export const JACOBIAN_GRADIENT = 4;
export const JACOBIAN_OUTPUT = 5;
export const JACOBIAN_LAYERS = 6;
export const JACOBIAN_LAYER_COUNT = 7;
export const JACOBIAN_ROWS = 8;
export const JACOBIAN_PRODUCT = 9;
export const JACOBIAN_PARAMETERS = 10;
export const JACOBIAN_PANELS = 11;
export const JACOBIAN_WORDS = 12;
/** Gradients and inputs (0: the batch's) of a layer, units, inputs; inputs −1: normalisation, whose scale takes `inputs`. */
export const JACOBIAN_LAYER_WORDS = 4;

/** Steps with updates; gradients of one batch; its loss alone. */
export const MODE_TRAIN = 0;
export const MODE_GRADIENTS = 1;
export const MODE_LOSS = 2;

/** What came of a single update: made; not begun, since a number is large or none; a parameter would have stopped being finite. */
export const UPDATE_MADE = 0;
export const UPDATE_LEFT = 1;
export const UPDATE_BROKEN_OFF = 2;

/** A segment: kind, address of its first operation, how many. All threads meet after each. */
export const SEGMENT_WORDS = 4;
/** Chunks of panels are shared out. */
export const SEGMENT_PANELS = 0;
/** Units of each layer are shared out. */
export const SEGMENT_UNITS = 1;

/**
 * An operation: its kind, then its arguments, in the order in which `operations.ts` reads them. An address of 0 for an
 * input stands for the batch's inputs.
 */
export const OPERATION_WORDS = 16;
export const OP_GATHER = 0;
export const OP_DENSE_FORWARD = 1;
export const OP_DENSE_BACKWARD = 2;
export const OP_DENSE_GRADIENT = 3;
export const OP_ACTIVATE = 4;
export const OP_ACTIVATE_BACKWARD = 5;
export const OP_SOFTMAX = 6;
export const OP_SOFTMAX_BACKWARD = 7;
export const OP_LOSS = 8;
export const OP_DROPOUT = 9;
export const OP_ADD = 10;
export const OP_COPY = 11;
export const OP_LAYER_NORM = 12;
export const OP_LAYER_NORM_BACKWARD = 13;
export const OP_NORM_GRADIENT = 14;
export const OP_BATCH_STATISTICS = 15;
export const OP_BATCH_NORM = 16;
export const OP_BATCH_NORM_BACKWARD = 17;
export const OP_ROOTS = 18;

/** Running statistics of a batch normalisation: their address, the batch's mean and variance, units, momentum (float64). */
export const STATISTICS_WORDS = 8;

export const ACTIVATION_LINEAR = 0;
export const ACTIVATION_RELU = 1;
export const ACTIVATION_LEAKY_RELU = 2;
export const ACTIVATION_ELU = 3;
export const ACTIVATION_SELU = 4;
export const ACTIVATION_GELU = 5;
export const ACTIVATION_GELU_TANH = 6;
export const ACTIVATION_SILU = 7;
export const ACTIVATION_MISH = 8;
export const ACTIVATION_SOFTPLUS = 9;
export const ACTIVATION_SOFTSIGN = 10;
export const ACTIVATION_SIGMOID = 11;
export const ACTIVATION_TANH = 12;

export const LOSS_MSE = 0;
export const LOSS_HALF_SQUARED_ERROR = 1;
export const LOSS_MAE = 2;
export const LOSS_HUBER = 3;
export const LOSS_BINARY_CROSS_ENTROPY = 4;
export const LOSS_SOFTMAX_CROSS_ENTROPY = 5;

export const CLIP_NONE = 0;
export const CLIP_NORM = 1;
export const CLIP_VALUE = 2;

export const OPTIMIZER_NONE = 0;
export const OPTIMIZER_SGD = 1;
export const OPTIMIZER_MOMENTUM = 2;
export const OPTIMIZER_NESTEROV = 3;
export const OPTIMIZER_RMSPROP = 4;
export const OPTIMIZER_ADAGRAD = 5;
export const OPTIMIZER_ADADELTA = 6;
export const OPTIMIZER_ADAM = 7;
export const OPTIMIZER_AMSGRAD = 8;
export const OPTIMIZER_ADAMW = 9;
export const OPTIMIZER_ADAMAX = 10;
export const OPTIMIZER_NADAM = 11;
export const OPTIMIZER_RADAM = 12;
