type Settings = Record<string, unknown>;
type AnyLayer = Settings & { type: string; units?: number; over?: number };

/** An experiment file whose every field is allowed by itself. */
export interface AnyFile {
  data: {
    source: { inputs: Settings; targets: Record<string, string>; noise?: number };
    scaling: { inputs: string; targets: string };
  };
  network?: Settings & { layers: AnyLayer[]; output: Settings };
  training?: Settings & { optimizer: Settings & { type: string }; loss?: string; classWeights?: string };
}

/** Levenberg–Marquardt keeps a square of the parameters. */
const LEAST_SQUARES_UNITS = 8;
const MOST_RESTARTS = 2;

/** Changes what rules out one another, as little as it takes, so that the experiment can be trained. */
export function fitTogether(file: AnyFile): AnyFile {
  const fitted = fitOptimizer(fitLoss(file));
  const { network, data } = fitted;
  if (network === undefined) return fitted;
  const layers = fitResiduals(network.layers, Object.keys(data.source.inputs).length);
  return { ...fitted, network: { ...network, layers } };
}

function fitLoss(file: AnyFile): AnyFile {
  const { data, network, training } = file;
  if (training === undefined) return file;
  const [target = 'y'] = Object.keys(data.source.targets);
  const [input = ''] = Object.keys(data.source.inputs);
  const isBinary = training.loss === 'binary-cross-entropy';
  if (!isBinary && training.loss !== 'softmax-cross-entropy') {
    return { ...file, training: { ...training, classWeights: 'none' } };
  }
  const targets: Record<string, string> = isBinary
    ? { [target]: `${input} > 0` }
    : { [target]: `${input} > 0`, [`${target}_other`]: `${input} <= 0` };
  const output = { ...network?.output, activation: isBinary ? 'sigmoid' : 'softmax' };
  return {
    ...file,
    data: {
      ...data,
      source: { ...data.source, targets, noise: 0 },
      scaling: { ...data.scaling, targets: 'none' },
    },
    network: { layers: [], ...network, output },
  };
}

function fitOptimizer(file: AnyFile): AnyFile {
  const { network, training } = file;
  if (training === undefined) return file;
  const { optimizer } = training;
  const isLeastSquares = optimizer.type === 'levenberg-marquardt';
  if (!isLeastSquares && optimizer.type !== 'lbfgs') return file;
  const { clipping: _, ...others } = training;
  const fitted: AnyFile = {
    ...file,
    training: {
      ...others,
      optimizer: { ...optimizer, restarts: Number(optimizer.restarts ?? 0) % (MOST_RESTARTS + 1) },
      batchSize: 'full',
      precision: 'float64',
      schedule: { type: 'constant' },
      warmUpEpochs: 0,
    },
  };
  const layers = (network?.layers ?? []).filter(
    ({ type }) => type !== 'dropout' && type !== 'batch-normalization',
  );
  fitted.network = { ...network, layers, output: { ...network?.output } };
  return isLeastSquares ? fitLeastSquares(fitted) : fitted;
}

function fitLeastSquares(file: AnyFile): AnyFile {
  const { network, training } = file as Required<AnyFile>;
  const { loss } = training;
  const withoutPenalties = ({ l1: _1, l2: _2, ...layer }: AnyLayer): AnyLayer =>
    layer.units === undefined ? layer : { ...layer, units: 1 + (layer.units % LEAST_SQUARES_UNITS) };
  const { l1: _1, l2: _2, ...output } = network.output;
  return {
    ...file,
    network: { ...network, layers: network.layers.map(withoutPenalties), output },
    training: {
      ...training,
      loss: loss === 'half-squared-error' ? loss : 'mse',
      classWeights: 'none',
    },
  };
}

/** Keeps the connections that can be; each leads around as many layers as it says, or as there are. */
function fitResiduals(layers: readonly AnyLayer[], inputs: number): AnyLayer[] {
  const kept: AnyLayer[] = [];
  /** What goes into each layer kept, and what comes out of the last. */
  const widths = [inputs];
  for (const layer of layers) {
    const width = widths.at(-1)!;
    if (layer.type !== 'residual') {
      kept.push(layer);
      widths.push(layer.type === 'dense' ? (layer.units ?? 16) : width);
      continue;
    }
    const over = Math.min(layer.over ?? 2, kept.length);
    if (over === 0 || widths[kept.length - over] !== width) continue;
    kept.push({ ...layer, over });
    widths.push(width);
  }
  return kept;
}
