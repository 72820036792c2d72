/** What can train a network. Each rounds in its own way, so "the same bits" is promised for each by itself. */
export const BACKENDS = ['reference', 'wasm-simd', 'wasm-relaxed-simd', 'native'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** What may be asked for: `auto` takes the fastest that this host has for the network. */
export const BACKEND_REQUESTS = ['auto', 'native', 'wasm', 'wasm-simd', 'reference'] as const;
export type BackendRequest = (typeof BACKEND_REQUESTS)[number];
