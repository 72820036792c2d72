import { ensureKernels } from '../../scripts/ensure-kernels.mjs';

/** Before any test, however it is started: the kernels as their sources now are. */
export default ensureKernels;
