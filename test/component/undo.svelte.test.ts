import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Experiment } from '@shared/model/experiment.ts';
import type { Network } from '@shared/model/network.ts';
import type { OptimizerType } from '@shared/model/training-catalog.ts';
import { addColumn } from '../../src-renderer/edits/columns.ts';
import { newLayer } from '../../src-renderer/edits/layers.ts';
import {
  changeLayers,
  duplicateLayers,
  insertLayers,
  moveLayers,
  removeLayers,
} from '../../src-renderer/edits/network-edits.ts';
import { fromTemplate, TEMPLATES } from '../../src-renderer/edits/network-templates.ts';
import { changeLoss, changeOptimizer } from '../../src-renderer/edits/training.ts';
import type { ProjectState } from '../../src-renderer/state/project.svelte.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { makeWorkbench } from './helpers/window.ts';

/** Any edit a person can make: of layers, data, training, and of the project's experiments; `n` decides the details. */
const EDITS: Readonly<Record<string, (project: ProjectState, n: number) => void>> = {
  'add a layer': (project, n) => {
    const { experiment } = project;
    const layer = newLayer(experiment, 0, n % 2 === 0 ? 'dense' : 'dropout');
    editNetwork(project, insertLayers(experiment.network, n % 4, [layer]).network);
  },
  'remove layers': (project, n) => {
    editNetwork(project, removeLayers(project.experiment.network, [n % 3, n % 5]).network);
  },
  'duplicate layers': (project, n) => {
    editNetwork(project, duplicateLayers(project.experiment.network, [n % 3]).network);
  },
  'move layers': (project, n) => {
    editNetwork(project, moveLayers(project.experiment.network, [n % 3], n % 4).network);
  },
  'type units': (project, n) => {
    editNetwork(project, changeLayers(project.experiment.network, [0], { units: 1 + n }), 'units');
  },
  'choose a template': (project, n) => {
    editNetwork(project, fromTemplate(project.experiment, TEMPLATES[n % TEMPLATES.length]!));
  },
  'add a column': (project) => edit(project, addColumn(project.experiment, 'inputs')),
  'change the split': (project, n) => {
    const { data } = project.experiment;
    edit(project, { ...project.experiment, data: { ...data, split: { ...data.split, seed: n } } });
  },
  'choose a loss': (project, n) => {
    edit(project, changeLoss(project.experiment, n % 2 === 0 ? 'mse' : 'softmax-cross-entropy'));
  },
  'choose an optimizer': (project, n) => {
    const types: OptimizerType[] = ['sgd', 'adam', 'lbfgs'];
    edit(project, changeOptimizer(project.experiment, types[n % types.length]!));
  },
  'type epochs': (project, n) => {
    const { training } = project.experiment;
    edit(project, { ...project.experiment, training: { ...training, epochs: 1 + n } }, 'epochs');
  },
  rename: (project, n) => project.rename(`name ${String(n)}`),
  'duplicate the experiment': (project) => project.duplicate(),
  'delete the experiment': (project) => project.remove(),
  'open another experiment': (project, n) => {
    const { experiments } = project.project;
    project.select(experiments[n % experiments.length]!.id);
  },
};

function edit(project: ProjectState, experiment: Experiment, mergeKey?: string): void {
  project.edit(experiment, 'edit', mergeKey);
}

function editNetwork(project: ProjectState, network: Network, mergeKey?: string): void {
  edit(project, { ...project.experiment, network }, mergeKey);
}

function undoAll(project: ProjectState): number {
  let steps = 0;
  for (; project.canUndo; steps++) project.undo();
  return steps;
}

const steps = fc.array(fc.tuple(fc.constantFrom(...Object.keys(EDITS)), fc.nat({ max: 40 })), {
  maxLength: 30,
});

describe('any sequence of edits', () => {
  it(`undone gives the first state, redone the last (seed ${String(SEED)})`, () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const { project } = makeWorkbench().workbench;
        const first = project.project;
        for (const [name, n] of sequence) EDITS[name]!(project, n);
        const last = structuredClone(project.project);
        undoAll(project);
        expect(project.project).toBe(first);
        while (project.canRedo) project.redo();
        expect(project.project).toEqual(last);
      }),
      { seed: SEED, numRuns: campaignSize(60, 2_000) },
    );
  });

  it('of more than a hundred can be undone one by one', () => {
    const { project } = makeWorkbench().workbench;
    const first = project.project;
    for (let n = 0; n < 150; n++) EDITS[n % 3 === 0 ? 'add a column' : 'change the split']!(project, n);
    expect(undoAll(project)).toBe(150);
    expect(project.project).toBe(first);
  });
});
