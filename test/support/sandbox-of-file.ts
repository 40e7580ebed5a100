import { afterAll, beforeAll, beforeEach } from 'vitest'
import { startSandbox, type Sandbox, type SandboxOptions } from '#sandbox/start.ts'

/**
 * One sandbox for all tests of a file, as it was at its start before each. No database is started unless it is asked for.
 * @returns what gives it, from the first hook of the file on
 */
export function sandboxOfFile(options: SandboxOptions = {}): () => Sandbox {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ databases: [], ...options })
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.reset())
  return () => sandbox
}
