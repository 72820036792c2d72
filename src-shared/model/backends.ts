/** What can train a network. Each rounds in its own way, so "the same bits" is promised for each by itself. */
export const BACKENDS = ['reference', 'wasm-simd', 'wasm-relaxed-simd', 'native', 'webgpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** What may be asked for: `auto` takes the fastest that this host has for the network. */
export const BACKEND_REQUESTS = ['auto', 'native', 'wasm', 'wasm-simd', 'reference', 'webgpu'] as const;
export type BackendRequest = (typeof BACKEND_REQUESTS)[number];

/** What a person can ask for in the window, for runs that begin from then on. */
export const ENGINE_WISHES = {
  auto: { label: 'Automatic', help: 'The fastest that the machine has for the network' },
  wasm: { label: 'WebAssembly', help: 'Always there; the fastest for small networks' },
  native: { label: 'Native', help: 'ONNX Runtime: for wide networks, in float32' },
  webgpu: {
    label: 'WebGPU (trial)',
    help: 'An experiment: ONNX Runtime on the graphics device, for very wide networks, in float32',
  },
} as const satisfies Partial<Record<BackendRequest, { label: string; help: string }>>;
export type EngineWish = keyof typeof ENGINE_WISHES;
