import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  // One window at a time: two would fight for the focus.
  workers: 1,
  fullyParallel: false,
  // A test that fails now and then is a failing test.
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  use: { trace: 'retain-on-failure' },
  reporter: 'list',
});
