import { formatJson } from '@shared/core/json-text.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { projectSchema } from '@shared/schema/project.ts';
import { parseJson } from '@shared/schema/safe-json.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experimentFiles, tableExperimentFiles } from '../../helpers/arbitrary-experiment.ts';
import { campaignSize, SEED } from '../../helpers/campaign.ts';

const options = { seed: SEED, numRuns: campaignSize(300, 10_000) };

describe.each([
  ['formulas', experimentFiles],
  ['a table', tableExperimentFiles],
])(`a valid experiment on %s (seed ${SEED})`, (_what, files) => {
  it('comes back from its own file as it was', () => {
    fc.assert(
      fc.property(files, (file) => {
        const experiment = parseExperiment(file);
        expect(parseExperiment(parseJson(formatJson(experiment), 'x'))).toEqual(experiment);
      }),
      options,
    );
  });

  it('keeps everything that the file says', () => {
    fc.assert(
      fc.property(files, (file) => {
        expect(parseExperiment(file)).toMatchObject(file);
      }),
      options,
    );
  });

  it('comes back from a project', () => {
    fc.assert(
      fc.property(files, (file) => {
        const entry = { id: 'exp_000000000001', experiment: parseExperiment(file) };
        const project = { format: 'ninestep-project', version: 1, name: 'p', experiments: [entry] };
        expect(parseWith(projectSchema, parseJson(formatJson(project), 'x'), 'project')).toEqual(project);
      }),
      options,
    );
  });
});
