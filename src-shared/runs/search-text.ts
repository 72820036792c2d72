import { RUN_STATUSES, type RunEntry, shownName } from '../model/run.ts';
import { ORIGINS } from './fields.ts';
import { layersText } from './layers-text.ts';

/** What words are looked for in, one text for each run; runs are replaced when they change, never altered. */
const texts = new WeakMap<RunEntry, string>();

/** All that a bare word of a query is looked for in, in small letters. */
export function searchText(run: RunEntry): string {
  let text = texts.get(run);
  if (text === undefined) {
    const { marks, experiment, group } = run;
    const { training } = experiment;
    text = [
      shownName(run),
      run.name,
      experiment.name,
      ...marks.tags,
      marks.note,
      RUN_STATUSES[run.status],
      training.optimizer.type,
      layersText(experiment),
      training.precision,
      group?.name ?? '',
      ORIGINS[run.origin],
    ]
      .join('\n')
      .toLowerCase();
    texts.set(run, text);
  }
  return text;
}
