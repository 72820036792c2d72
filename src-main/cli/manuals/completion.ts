import type { Manual } from '../manual.ts';

/** Shells for which completion can be written. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export const COMPLETION = {
  group: 'About the command line',
  summary: 'Prints what lets bash, zsh or fish complete what you type',
  usages: [
    {
      line: 'ninestep completion bash|zsh|fish',
      text: 'Prints a script for your shell that completes commands, options, their values, and files. It asks nothing of Ninestep while you type.',
    },
  ],
  options: {},
  operands: SHELLS,
  examples: [
    { says: 'In this shell, and for good in ~/.bashrc', line: 'source <(ninestep completion bash)' },
    { says: 'zsh: into a folder of your fpath', line: 'ninestep completion zsh > _ninestep' },
    {
      says: 'fish: into ~/.config/fish/completions',
      line: 'ninestep completion fish > ninestep.fish',
    },
  ],
} as const satisfies Manual;
