import { answerTo } from './answer.ts'
import { panicked } from './ending.ts'
import { readInvocation } from './invocation.ts'
import { firstLine } from './signals.ts'
import { createTerminal } from './terminal.ts'
import * as texts from './texts.ts'

// Node and the SDK warn on standard error, which callers show to people, or take for a failure.
process.removeAllListeners('warning')

const terminal = createTerminal(process.stdin, process.stdout)
process.exit(await run())

/** What starts a session is loaded only for one: callers ask for the version before every session. */
async function run(): Promise<number> {
  try {
    const invocation = readInvocation(process.argv.slice(2), process.env)
    if (invocation.kind === 'session') {
      const { carrySession } = await import('./command.ts')
      return await carrySession(invocation.call, process.env, terminal)
    }
    const { text, exitCode } = answerTo(invocation)
    terminal.write(text)
    await terminal.flushed()
    return exitCode
  } catch (error) {
    terminal.write(texts.cannotStart(`this program failed: ${firstLine(error)}`))
    await terminal.flushed()
    return panicked
  }
}
