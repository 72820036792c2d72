/** What can train a network. Each rounds in its own way, so "the same bits" is promised for each by itself. */
export const BACKENDS = ['reference', 'wasm-simd', 'wasm-relaxed-simd'] as const;
export type BackendName = (typeof BACKENDS)[number];
