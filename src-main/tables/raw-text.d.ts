// Declares "?raw": a file as its text, which the bundler puts into the program.
/// <reference types="vite/client" />
