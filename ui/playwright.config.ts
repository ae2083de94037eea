import { defineConfig } from '@playwright/test'
import type { Options } from './e2e/support/test'

// Journeys in a real browser. The fixtures in e2e/ start ../bin/esteira themselves, one server for each worker, so no webServer here.
export default defineConfig<object, Options>({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: !!process.env['CI'],
  retries: 0, // a test that passes the second time has found something
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    locale: 'en',
    actionTimeout: 10_000,
    screenshot: 'only-on-failure',
    trace: process.env['TRACE'] ? 'retain-on-failure' : 'off', // recording everything is slow
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      // No sandbox, because tests run as root on some machines; nothing that calls home, because some have no network.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-dev-shm-usage',
      ],
    },
  },
  projects: [
    { name: 'sqlite', use: { keeping: 'sqlite' }, grepInvert: /@postgres/ },
    // Some journeys go over what a large installation runs on. `make e2e` and `make test` start the services.
    { name: 'postgres', use: { keeping: 'postgres' }, grep: /@postgres/ },
  ],
})
