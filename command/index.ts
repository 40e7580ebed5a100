import { answerTo } from './answer.ts'
import { panicked } from './ending.ts'
import { flush } from './flush.ts'
import { readInvocation } from './invocation.ts'
import { firstLine } from './signals.ts'
import * as texts from './texts.ts'

// Node and the SDK warn on standard error, which callers show to people, or take for a failure.
process.removeAllListeners('warning')
// Whoever reads may be gone.
process.stdout.on('error', () => undefined)
process.exit(await run())

/** What starts a session is loaded only for one: callers ask for the version before every session. */
async function run(): Promise<number> {
  try {
    const invocation = readInvocation(process.argv.slice(2), process.env)
    if (invocation.kind === 'session') {
      const { carrySession } = await import('./command.ts')
      return await carrySession(invocation.call, process.env)
    }
    const { text, exitCode } = answerTo(invocation)
    await flush(process.stdout, text)
    return exitCode
  } catch (error) {
    await flush(process.stdout, texts.cannotStart(`this program failed: ${firstLine(error)}`))
    return panicked
  }
}
