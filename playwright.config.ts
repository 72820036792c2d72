import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  // One window at a time: two would fight for the focus.
  workers: 1,
  fullyParallel: false,
  // On a machine that others use as well a window may be late: docs/adr/0040. What needed it is told by name.
  retries: 1,
  forbidOnly: true,
  // Three times what the longest takes on a quiet machine of two cores.
  timeout: 240_000,
  expect: { timeout: 20_000 },
  use: { trace: 'retain-on-failure' },
  reporter: 'list',
});
