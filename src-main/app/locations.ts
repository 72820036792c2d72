import { join } from 'node:path';

/** Where the other built files are, seen from `out/main/index.cjs`, unpacked or inside an asar archive alike. */
export const LOCATIONS = {
  preload: join(__dirname, '../preload/index.cjs'),
  page: join(__dirname, '../renderer'),
  trainer: join(__dirname, 'trainer.cjs'),
  service: join(__dirname, 'service.cjs'),
} as const;
