import { engineName } from '../../model/run.ts';
import { plain } from '../markup.ts';
import { seedsOf } from '../references/own-citations.ts';
import type { ReportSubject } from '../report-subject.ts';
import { definitions, type Section } from './section.ts';

/** What it takes to know this model again, and to make it again. */
export function provenanceSection({ model, run, version }: ReportSubject): Section {
  const { training } = model;
  const record = run?.record ?? null;
  return {
    id: 'provenance',
    title: 'Where it comes from',
    content: [
      definitions([
        ['Checksum of the model', plain('code', model.checksum)],
        ['Hash of the data', training === null ? null : plain('code', training.dataHash)],
        ['Run', record === null ? null : plain('code', record.id)],
        ['Began', record?.createdAt ?? null],
        ['Ended', record?.endedAt ?? null],
        [
          'Trained by',
          training === null
            ? 'another program'
            : `Ninestep ${training.engine.version}, backend ${engineName(training.engine)}${threadsText(training.engine.threads)}`,
        ],
        ['Chosen because', record?.engine.why ?? null],
        ['Precision', training?.experiment.training.precision ?? null],
        [
          'Seeds',
          training === null
            ? null
            : seedsOf(training.experiment)
                .map(([name, seed]) => `${name} ${String(seed)}`)
                .join(', '),
        ],
        ['Report written by', `Ninestep ${version}`],
      ]),
      plain(
        'p',
        'The checksum is of the model’s own file, model.json: “ninestep verify” computes it again. With the same experiment, data, version and backend training gives the same bits.',
      ),
    ],
  };
}

function threadsText(threads: number | undefined): string {
  return threads === undefined ? '' : `, ${String(threads)} ${threads === 1 ? 'thread' : 'threads'}`;
}
