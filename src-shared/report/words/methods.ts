import type { ModelTraining } from '../../model/model-file.ts';
import type { Figures } from '../figures.ts';
import { Bibliography } from '../references/bibliography.ts';
import type { ReportSubject } from '../report-subject.ts';
import { dataSentences } from './data-words.ts';
import { networkSentences } from './network-words.ts';
import { resultSentences, taskText } from './results-words.ts';
import { epochsDone, trainingSentences } from './training-words.ts';

export interface Methods {
  /** A heading and its text. */
  readonly paragraphs: readonly (readonly [heading: string, text: string])[];
  readonly bibliography: Bibliography;
}

/** The methods part of a paper: every number in it is from the record of the run or the model, or was measured for the report. */
export function methodsOf(subject: ReportSubject, figures: Figures): Methods {
  const { model, run } = subject;
  const { training } = model;
  const bibliography = new Bibliography();
  const task = `The model predicts ${taskText(subject)}.`;
  const network = networkSentences(model, bibliography);
  const results = resultSentences(subject, figures, bibliography);
  const paragraphs: [string, string[]][] =
    training === null
      ? [
          [
            'Model',
            [
              task,
              ...network,
              'It was trained by another program and imported into Ninestep; how is not known.',
            ],
          ],
          ['Results', results],
        ]
      : [
          ['Data', [task, ...dataSentences(subject, training)]],
          ['Network', network],
          ['Training', trainingSentences(training, run, bibliography)],
          ['Results', results],
          [
            'Software',
            [
              `${epochsDone(training, run) === 0 ? 'Measurements' : 'Training and measurements'} were made with Ninestep ${training.engine.version} (backend ${backendText(training)}).`,
              'The same experiment on the same data gives the same bits with this version and backend, whatever the number of threads.',
            ],
          ],
        ];
  return { paragraphs: paragraphs.map(([heading, text]) => [heading, text.join(' ')]), bibliography };
}

function backendText({ engine: { backend, runtime } }: ModelTraining): string {
  return runtime === undefined ? backend : `${backend}, ONNX Runtime ${runtime}`;
}
