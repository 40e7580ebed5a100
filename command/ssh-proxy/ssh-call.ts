import { farUser } from '#contract/ssh-proxy.ts'
import { port } from '#contract/tunnel.ts'

/** What `culvert ssh-proxy` was asked to do. */
export interface SshCall {
  readonly host: string
  readonly port: number
  /** Whose authorized key a public key of the user's is to be for a minute; null for nobody's. */
  readonly pushKeyFor: string | null
  /** The public key to push; null for the first usual one. */
  readonly keyFile: string | null
  /** The app's own folder; null for the usual one. */
  readonly appFolder: string | null
}

/** A call, or what is said instead: help that was asked for, or what is wrong with the arguments. */
export type ReadCall =
  | { readonly kind: 'call'; readonly call: SshCall }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly reason: string }

const options = ['--push-key', '--key-file', '--app-folder'] as const
type Option = (typeof options)[number]

/** Reads the arguments after `ssh-proxy`: options, then host and port as ssh fills in `%h` and `%p`. */
export function readCall(args: readonly string[]): ReadCall {
  if (args.length === 0 || args.includes('--help')) return { kind: 'help' }
  const given = new Map<Option, string>()
  const rest = [...args]
  while (rest[0]?.startsWith('-') === true) {
    const [name, value] = rest.splice(0, 2)
    const option = options.find((one) => one === name)
    if (option === undefined) return wrong(`there is no option ${name}`)
    if (value === undefined) return wrong(`${option} needs a value`)
    given.set(option, value)
  }
  const [host, portText, ...more] = rest
  const number = port.safeParse(Number(portText))
  if (host === undefined || more.length > 0) return wrong('a host and a port are needed, and nothing else')
  if (!number.success) return wrong(`${portText ?? 'nothing'} is no port`)
  const user = given.get('--push-key') ?? null
  if (user !== null && !farUser.safeParse(user).success) return wrong(`${user} is no name of a user`)
  const [keyFile, appFolder] = [given.get('--key-file') ?? null, given.get('--app-folder') ?? null]
  return { kind: 'call', call: { host, port: number.data, pushKeyFor: user, keyFile, appFolder } }
}

const wrong = (reason: string): ReadCall => ({ kind: 'wrong', reason })
