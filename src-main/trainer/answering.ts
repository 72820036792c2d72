import { Answerer } from '@shared/evaluation/answerer.ts';
import { answeringFor, type Question } from '@shared/evaluation/answering-choice.ts';
import { networkInLoops } from '@shared/evaluation/network-in-loops.ts';
import { canAnswerNatively, networkInNativeCode } from '@shared/evaluation/network-in-native-code.ts';
import { networkOnMachine } from '@shared/evaluation/network-on-machine.ts';
import type { ScaledNetwork } from '@shared/evaluation/scaled-network.ts';
import { modelShapes } from '@shared/export/model-network.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { unitsOf } from '@shared/model/network.ts';
import { chooseBackend } from './backend.ts';
import { chooseEngine, type Engine, type EngineRequest } from './engine.ts';
import { provenRuntime } from './native/proven-runtime.ts';

/**
 * What answers for a model that will be asked about so many rows in all. Small questions are answered in plain loops, to the
 * bits of a row that is asked about alone; large ones by what is fastest for such a network, on one thread, since runs may
 * need the others.
 */
export function answererFor(model: ModelFile, rows: number): Answerer {
  return new Answerer(model, networkFor(model, rows));
}

function networkFor(model: ModelFile, rows: number): ScaledNetwork {
  const { parameters } = model;
  const answering = answeringFor({ parameters, units: unitsOf(modelShapes(model)), rows });
  if (answering === 'loops') return networkInLoops(model);
  const native = answering === 'native' ? nativeNetwork(model) : null;
  return native ?? networkOnMachine(model, chooseBackend('wasm', 1));
}

/** Null where there is none: then another answers, to the last digits the same. */
function nativeNetwork(model: ModelFile): ScaledNetwork | null {
  if (!canAnswerNatively(model)) return null;
  const loaded = provenRuntime();
  if (loaded.kind === 'absent') return null;
  try {
    return networkInNativeCode(model, loaded.runtime);
  } catch {
    return null;
  }
}

/** What machine in float32 answers such a question: where `auto` is asked for, native code if it is the faster and here. */
export function engineToAsk(request: EngineRequest, question: Question): Engine {
  const isNative = request.backend === 'auto' && answeringFor(question) === 'native';
  return chooseEngine(isNative ? { ...request, backend: 'native' } : request);
}
