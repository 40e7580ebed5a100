import { readFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { longestSshLine, sshProxyAnswer, sshProxyVersion } from '#contract/ssh-proxy.ts'
import type { SshProxyAnswer, SshProxyRequest, SshWish } from '#contract/ssh-proxy.ts'
import { readLines, type LineReader } from '#relay/ssh-door/line-reader.ts'
import { isProof, newNonce, proofOf } from '#relay/ssh-door/proof.ts'
import type { SocketPlace } from '#relay/ssh-door/socket-place.ts'

/** What came of asking the app. */
export type AppAnswer =
  /** The app does not run. */
  | { readonly kind: 'no-app' }
  /** From here on the socket's bytes are the far end's. */
  | { readonly kind: 'ready'; readonly socket: Socket }
  | { readonly kind: 'refused'; readonly text: string }

const notCulvert = 'the program at Culvert’s socket is not Culvert'
const otherVersion = 'the running app is of another version than this command; start the app anew'
const wentAway = 'the app has ended'

/** Asks the running app for a connection, and waits for its answer. `say` is told what a person should know meanwhile. */
export async function askApp(place: SocketPlace, wish: SshWish, say: (text: string) => void): Promise<AppAnswer> {
  const secret = await readFile(place.secretFile, 'utf8').catch(() => null)
  const socket = secret === null ? null : await open(place.address)
  if (secret === null || socket === null) return { kind: 'no-app' }
  const lines = readLines(socket, longestSshLine)
  const trust = await greet(socket, lines, secret)
  if (trust !== 'trusted') {
    socket.destroy()
    return trust === 'gone' ? { kind: 'no-app' } : { kind: 'refused', text: trust }
  }
  send(socket, { type: 'ask', pid: process.pid, wish })
  return await waitForAnswer(socket, lines, say)
}

async function waitForAnswer(socket: Socket, lines: LineReader, say: (text: string) => void): Promise<AppAnswer> {
  for (;;) {
    const answer = await hear(lines)
    if (answer?.type === 'say') {
      say(answer.text)
    } else if (answer?.type === 'ready') {
      lines.giveBack()
      return { kind: 'ready', socket }
    } else {
      socket.destroy()
      return { kind: 'refused', text: answer?.type === 'refused' ? answer.text : wentAway }
    }
  }
}

/** Each side shows the other that it knows the secret; nothing else is said before. */
async function greet(socket: Socket, lines: LineReader, secret: string): Promise<string> {
  const hello = await hear(lines)
  if (hello === null) return 'gone'
  if (hello.type !== 'hello') return notCulvert
  if (!hello.versions.includes(sshProxyVersion)) return otherVersion
  const nonce = newNonce()
  const nonces = { app: hello.nonce, command: nonce }
  send(socket, { type: 'hello', version: sshProxyVersion, nonce, proof: proofOf('command', secret, nonces) })
  const proved = await hear(lines)
  if (proved === null) return 'gone'
  const isTrue = proved.type === 'proved' && isProof(proved.proof, proofOf('app', secret, nonces))
  return isTrue ? 'trusted' : notCulvert
}

/** Null when the app is gone, or says what makes no sense. */
async function hear(lines: LineReader): Promise<SshProxyAnswer | null> {
  const line = await lines.next()
  if (line === null) return null
  const parsed = sshProxyAnswer.safeParse(valueIn(line))
  return parsed.success ? parsed.data : null
}

function valueIn(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

function send(socket: Socket, request: SshProxyRequest): void {
  socket.write(`${JSON.stringify(request)}\n`)
}

/** Null where nobody listens. */
function open(address: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ path: address, allowHalfOpen: true })
    socket.once('error', () => resolve(null))
    socket.once('connect', () => {
      socket.on('error', () => undefined)
      resolve(socket)
    })
  })
}
