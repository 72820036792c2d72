/** Before any test, however it is started: the kernels as their sources now are. */
export { ensureKernels as setup } from '../../scripts/ensure-kernels.mjs';
