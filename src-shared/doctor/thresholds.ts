/**
 * Every threshold of the doctor. The reason and the source of each, and what good and bad runs measured, are in
 * docs/doctor.md; a test holds the two lists equal.
 *
 * "Unexplained" is the share that `unexplained.ts` defines: 1 for the best constant answer, 0 for a perfect one.
 */
export const THRESHOLDS = {
  /** Evaluations before anything is said about the course of a curve. */
  evaluations: 20,
  /** Insights before anything is said about the inside of the network. */
  insights: 3,

  /** Jumps of the unexplained share of training rows from one evaluation to the next. */
  restlessness: 0.02,
  /** How much of what was explained may be lost again on training rows. */
  lostAgain: 0.2,
  /** Loss over that before training at which it has blown up, if it comes back at all. */
  blowUp: 4,
  /** Batches of fewer rows may be too small. */
  smallBatch: 16,
  /** Noise scale over batch size from which a step is mostly noise. */
  noiseRatio: 10,

  /** Median update-to-weight ratio below which a network hardly moves. */
  slowUpdates: 5e-4,
  /** The same for a network that stands nearly still, although its gradient over its weights is this large. */
  crawlingUpdates: 5e-5,
  strongGradient: 0.05,
  /** Share of steps between evaluations that may go up while a curve counts as gliding down. */
  risesWhileGliding: 0.1,
  /** Fall of what is unexplained over the later half of the epochs, relative to it: the network still learns. */
  stillFalling: 0.02,
  /** The same where the epochs ran out too early. */
  cutShort: 0.2,
  /** Below this much unexplained there is little left to gain. */
  littleLeft: 0.2,

  /** Share of dead units of a layer. */
  deadUnits: 0.4,
  /** Share of saturated outputs of a hidden layer. */
  saturatedOutputs: 0.5,
  /** Below this much unexplained a network learns, whatever its inside looks like. */
  learnsWell: 0.3,
  /** Gradient of a hidden layer's parameters over that of the output layer's, each as root mean square. */
  vanishingRatio: 0.01,
  /** ‖∂L/∂θ‖ / ‖θ‖ of a layer. */
  explodingRatio: 100,

  /** Unexplained share above which nothing was learned at any time. */
  nothingLearned: 0.98,
  /** Unexplained share above which a network that no longer improves follows the data badly. */
  badFit: 0.7,
  /** Fall over the later half of the epochs below which a curve is flat. */
  flatFall: 0.05,
  /** Training rows below which bad fits may be bad luck. */
  rowsToJudgeFit: 50,

  /** Rise of the unexplained share of validation rows above its lowest, and the same relative to that. */
  validationRise: 0.1,
  validationRiseShare: 0.25,
  /** Unexplained on validation rows minus on training rows, and over it, for the best weights. */
  generalizationGap: 0.3,
  generalizationRatio: 2,

  /** Rows of the most frequent class for one of the rarest. */
  imbalance: 10,
  /** Share of a rare class's rows that must be found. */
  recallOfRare: 0.5,

  /** Largest size of an unscaled input. */
  inputSize: 30,
  /** Largest range among unscaled inputs over the smallest. */
  inputSpread: 100,
  /** Standard deviation of an unscaled target. */
  targetDeviation: 10,
} as const;
