import { createBuiltinSession } from '#relay/engine/builtin/index.ts'
import type { SessionCall } from './invocation.ts'
import { createNetwork } from './network.ts'
import { createSessionService } from './session-service.ts'
import { runSession } from './session-run.ts'
import { listenForWishes } from './signals.ts'
import { createTerminal } from './terminal.ts'

/** Runs the session that a caller was granted, in the world as it is; returns the exit code. */
export async function carrySession(
  call: SessionCall,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const terminal = createTerminal(process.stdin, process.stdout)
  const network = createNetwork(environment)
  const service = createSessionService(call, environment, network)
  const start = createBuiltinSession()
  return await runSession(call, { service, start, terminal, wishes: listenForWishes })
}
