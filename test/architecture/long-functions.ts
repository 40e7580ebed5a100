const list = 'A block of tests is a list, and a test reads from top to bottom.'
const stage = 'Sets a stage: opens one part after the other, each over those before it, and gives them back in reverse.'

/**
 * Where functions may be longer than 40 lines, and why. These are the paths that `.oxlintrc.json` leaves out; the settings
 * test holds the two together. A line goes when its function is taken apart.
 */
export const longFunctions: Readonly<Record<string, string>> = {
  'test/**/*.test.{ts,tsx}': list,
  'test/**/*.spec.ts': list,
  'test/bench/tunnel/bench-relay.ts': stage,
  'test/conformance/builtin-under-test.ts': stage,
  'test/e2e/inspect-page.ts':
    'Runs in the page: a function that is sent there as text can call nothing from outside of it.',
  'test/integration/gateway/gateway-harness.ts': stage,
  'test/integration/identity/identity-setup.ts': stage,
  'test/integration/tunnels/tunnel-world.ts': stage,
  'test/support/app-under-test.ts': stage,
  'test/support/gateway-world.ts': stage,
  'test/support/sandbox-process.ts': stage,
  'test/unit/identity/identity-stage.ts': stage,
  'command/session-service.ts': 'Holds the one stream URL and the count of refusals that all of its calls share.',
}
