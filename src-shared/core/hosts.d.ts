/** The few globals that every host (Node, Electron's processes, a worker, a browser) has; nothing else compiles here. */
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
