// @ts-check
/** Fails when package-lock.json would not install on another machine. See lib/lock-file-guard.mjs. */
import { readFileSync } from 'node:fs';
import { findLockProblems } from './lib/lock-file-guard.mjs';
import { inProject } from './lib/project.mjs';

const problems = findLockProblems(JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8')));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
