import { icml, iclr, type Reference } from './reference.ts';

/** Layers, activations and first weights, as the docstrings of the engine name their sources. */
export const NETWORK_REFERENCES = {
  ba2016: {
    kind: 'misc',
    authors: ['Ba, J. L.', 'Kiros, J. R.', 'Hinton, G. E.'],
    year: 2016,
    title: 'Layer normalization',
    where: { howpublished: 'arXiv:1607.06450' },
  },
  clevert2016: {
    kind: 'inproceedings',
    authors: ['Clevert, D.-A.', 'Unterthiner, T.', 'Hochreiter, S.'],
    year: 2016,
    title: 'Fast and accurate deep network learning by exponential linear units (ELUs)',
    where: iclr(2016),
  },
  elfwing2018: {
    kind: 'article',
    authors: ['Elfwing, S.', 'Uchibe, E.', 'Doya, K.'],
    year: 2018,
    title:
      'Sigmoid-weighted linear units for neural network function approximation in reinforcement learning',
    where: { journal: 'Neural Networks', volume: '107', pages: '3–11' },
  },
  glorot2010: {
    kind: 'inproceedings',
    authors: ['Glorot, X.', 'Bengio, Y.'],
    year: 2010,
    title: 'Understanding the difficulty of training deep feedforward neural networks',
    where: {
      booktitle: 'International Conference on Artificial Intelligence and Statistics (AISTATS 2010)',
      pages: '249–256',
    },
  },
  he2015: {
    kind: 'inproceedings',
    authors: ['He, K.', 'Zhang, X.', 'Ren, S.', 'Sun, J.'],
    year: 2015,
    title: 'Delving deep into rectifiers: surpassing human-level performance on ImageNet classification',
    where: { booktitle: 'IEEE International Conference on Computer Vision (ICCV 2015)', pages: '1026–1034' },
  },
  he2016: {
    kind: 'inproceedings',
    authors: ['He, K.', 'Zhang, X.', 'Ren, S.', 'Sun, J.'],
    year: 2016,
    title: 'Deep residual learning for image recognition',
    where: {
      booktitle: 'IEEE Conference on Computer Vision and Pattern Recognition (CVPR 2016)',
      pages: '770–778',
    },
  },
  hendrycks2016: {
    kind: 'misc',
    authors: ['Hendrycks, D.', 'Gimpel, K.'],
    year: 2016,
    title: 'Gaussian error linear units (GELUs)',
    where: { howpublished: 'arXiv:1606.08415' },
  },
  ioffe2015: {
    kind: 'inproceedings',
    authors: ['Ioffe, S.', 'Szegedy, C.'],
    year: 2015,
    title: 'Batch normalization: accelerating deep network training by reducing internal covariate shift',
    where: icml(2015, '448–456'),
  },
  klambauer2017: {
    kind: 'inproceedings',
    authors: ['Klambauer, G.', 'Unterthiner, T.', 'Mayr, A.', 'Hochreiter, S.'],
    year: 2017,
    title: 'Self-normalizing neural networks',
    where: { booktitle: 'Advances in Neural Information Processing Systems 30', pages: '971–980' },
  },
  lecun1998: {
    kind: 'incollection',
    authors: ['LeCun, Y.', 'Bottou, L.', 'Orr, G. B.', 'Müller, K.-R.'],
    year: 1998,
    title: 'Efficient BackProp',
    where: { booktitle: 'Neural Networks: Tricks of the Trade', publisher: 'Springer', pages: '9–50' },
  },
  maas2013: {
    kind: 'inproceedings',
    authors: ['Maas, A. L.', 'Hannun, A. Y.', 'Ng, A. Y.'],
    year: 2013,
    title: 'Rectifier nonlinearities improve neural network acoustic models',
    where: { booktitle: 'ICML 2013 Workshop on Deep Learning for Audio, Speech and Language Processing' },
  },
  misra2020: {
    kind: 'inproceedings',
    authors: ['Misra, D.'],
    year: 2020,
    title: 'Mish: a self regularized non-monotonic activation function',
    where: { booktitle: 'British Machine Vision Conference (BMVC 2020)' },
  },
  nair2010: {
    kind: 'inproceedings',
    authors: ['Nair, V.', 'Hinton, G. E.'],
    year: 2010,
    title: 'Rectified linear units improve restricted Boltzmann machines',
    where: icml(2010, '807–814'),
  },
  saxe2014: {
    kind: 'inproceedings',
    authors: ['Saxe, A. M.', 'McClelland, J. L.', 'Ganguli, S.'],
    year: 2014,
    title: 'Exact solutions to the nonlinear dynamics of learning in deep linear neural networks',
    where: iclr(2014),
  },
  srivastava2014: {
    kind: 'article',
    authors: ['Srivastava, N.', 'Hinton, G.', 'Krizhevsky, A.', 'Sutskever, I.', 'Salakhutdinov, R.'],
    year: 2014,
    title: 'Dropout: a simple way to prevent neural networks from overfitting',
    where: { journal: 'Journal of Machine Learning Research', volume: '15', pages: '1929–1958' },
  },
} as const satisfies Record<string, Reference>;
