import type { Handlers } from './answer.ts';
import { createAppHandlers } from './app-handlers.ts';
import { createArtifactHandlers } from './artifact-handlers.ts';
import type { HandlerContext } from './context.ts';
import { createDrawnRowsHandler } from './drawn-rows-handler.ts';
import { createEvaluationHandlers } from './evaluation-handlers.ts';
import { createGroupHandlers } from './group-handlers.ts';
import { createImportHandlers } from './import-handlers.ts';
import { createInsightHandlers } from './insight-handlers.ts';
import { createLibraryHandlers } from './library-handlers.ts';
import { createModelHandlers } from './model-handlers.ts';
import { createNineStepsHandlers } from './nine-steps-handlers.ts';
import { createProjectHandlers } from './project-handlers.ts';
import { createQueueHandlers } from './queue-handlers.ts';
import { createRunHandlers } from './run-handlers.ts';
import { createTableHandlers } from './table-handlers.ts';

export function createHandlers(context: HandlerContext): Handlers {
  return {
    ...createAppHandlers(context),
    ...createProjectHandlers(context),
    ...createTableHandlers(context),
    ...createRunHandlers(context),
    ...createInsightHandlers(context),
    ...createLibraryHandlers(context),
    ...createArtifactHandlers(context),
    ...createQueueHandlers(context),
    ...createGroupHandlers(context),
    ...createModelHandlers(context),
    ...createImportHandlers(context),
    ...createEvaluationHandlers(context),
    ...createNineStepsHandlers(context),
    ...createDrawnRowsHandler(context),
  };
}
