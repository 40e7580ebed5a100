import type { SshWish } from '#contract/ssh-proxy.ts'
import { socketPlaceIn } from '#relay/ssh-door/socket-place.ts'
import { flush } from '../flush.ts'
import { usualAppFolder } from './app-folder.ts'
import { joinStreams } from './join-streams.ts'
import { keyToPush } from './public-key.ts'
import { openStandardInput } from './standard-input.ts'
import { readCall, type SshCall } from './ssh-call.ts'
import { askApp } from './through-app.ts'

/** Exit codes, as in `sysexits.h`; ssh says of its own that it is 255. */
const exitCodes = { done: 0, failed: 1, usage: 64 } as const

const help = `Usage: culvert ssh-proxy [--push-key USER] [--key-file FILE] [--app-folder FOLDER] HOST PORT

For ssh's ProxyCommand: reaches the SSH server of HOST, a target of Culvert's tunnels, through Systems Manager.
  HOST   a Name tag, Role=bastion, or i-…; with .ACCOUNT and .REGION where several accounts have it
  --push-key USER     first puts your public key on the target for a minute (EC2 Instance Connect)
  --key-file FILE     which one; otherwise the first of ~/.ssh/id_ed25519.pub, id_ecdsa.pub, id_rsa.pub
  --app-folder FOLDER where the app has its files, if not at the usual place
`

/** Runs `culvert ssh-proxy`; returns the exit code. Everything but the connection's bytes goes to standard error. */
export async function runSshProxy(args: readonly string[]): Promise<number> {
  openStandardInput()
  const read = readCall(args)
  if (read.kind === 'call') return await proxy(read.call)
  if (read.kind === 'help') await flush(process.stderr, help)
  else await say(`${read.reason}; see culvert ssh-proxy --help`)
  return exitCodes.usage
}

async function proxy(call: SshCall): Promise<number> {
  try {
    const wish: SshWish = { host: call.host, port: call.port, key: await keyToPush(call) }
    const appFolder = call.appFolder ?? usualAppFolder(process.env)
    const answer = await askApp(socketPlaceIn(appFolder, process.platform), wish, (text) => void say(text))
    switch (answer.kind) {
      case 'refused':
        await say(answer.text)
        return exitCodes.failed
      case 'ready':
        await joinStreams(process.stdin, process.stdout, answer.socket)
        return exitCodes.done
      case 'no-app': {
        const { goAlone } = await import('./alone.ts')
        return await goAlone(wish, appFolder, say)
      }
    }
  } catch (error) {
    await say(error instanceof Error ? error.message : String(error))
    return exitCodes.failed
  }
}

/** One line for whoever reads the terminal. */
function say(text: string): Promise<void> {
  return flush(process.stderr, `Culvert: ${text}\n`)
}
