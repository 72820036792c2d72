import type { Experiment } from './experiment.ts';

/** An experiment as a project keeps it: its own id, and the bundled example it came from, if any. */
export interface ProjectExperiment {
  id: string;
  example?: string | undefined;
  experiment: Experiment;
}

/** What a person works on: experiments side by side. Runs refer to it but are kept apart from it. */
export interface Project {
  format: 'ninestep-project';
  version: 1;
  name: string;
  experiments: ProjectExperiment[];
}
