import { defaultSettings } from '../engine/builtin/settings.ts'
import { type Invocation, readInvocation } from './invocation.ts'
import { createNetwork } from './network.ts'
import { createSessionService } from './session-service.ts'
import { runSession } from './session-run.ts'
import { listenForWishes } from './signals.ts'
import type { Terminal } from './terminal.ts'
import * as texts from './texts.ts'

/** What Go programs exit with when they panic, as AWS's plugin does on a response that lacks a field. */
const panicked = 2

/** Does what the arguments (after the program's name) say; returns the exit code. */
export async function runCommand(
  args: readonly string[],
  environment: Record<string, string | undefined>,
  terminal: Terminal,
): Promise<number> {
  const invocation = readInvocation(args, environment)
  if (invocation.kind === 'session') {
    const network = createNetwork(environment)
    const service = createSessionService(invocation.call, environment, network)
    return await runSession(invocation.call, { service, network, terminal, wishes: listenForWishes })
  }
  terminal.write(answerTo(invocation))
  await terminal.flushed()
  return invocation.kind === 'incomplete' ? panicked : 0
}

function answerTo(invocation: Exclude<Invocation, { readonly kind: 'session' }>): string {
  switch (invocation.kind) {
    case 'presence':
      return texts.installed
    case 'version':
      return `${defaultSettings.clientVersion}\n`
    case 'unknown-operation':
      return texts.unknownOperation(invocation.operation)
    case 'unreadable':
      return texts.cannotStart(invocation.reason)
    case 'incomplete':
      return texts.cannotStart(`the StartSession response has no ${invocation.missing}`)
    case 'invalid-operation':
      return texts.invalidOperation
  }
}
