import type { People } from './world/world.ts'
import { parseArgs } from 'node:util'
import type { PostgresqlChoice } from './databases/starters.ts'
import { type ProxyWay, proxyWays } from './home-folder.ts'
import { allEngines, type SandboxOptions } from './start.ts'
import type { DatabaseEngine } from './world/types.ts'

/** What the command line asks for. */
export interface Order {
  readonly options: SandboxOptions
  /** Program and arguments to run inside the environment, or null to stay in the foreground. */
  readonly command: readonly string[] | null
  /** Print what is ready as one line of JSON instead of shell exports. */
  readonly output: 'exports' | 'json'
  /** Stop when standard input closes, as it does when a parent process dies. */
  readonly lifetime: 'until-signal' | 'until-stdin-closes'
  /** What the person in front of the browser says to a sign-in. */
  readonly consent: Consent
}

const consents = ['ask', 'allow', 'deny'] as const
type Consent = (typeof consents)[number]

export const usage = `usage: npm run sandbox -- [options] [--exec COMMAND [ARGUMENTS…]]

  --exec COMMAND…         run one command inside the sandbox's environment, then stop everything
  --json                  print what is ready as one line of JSON; everything else goes to stderr
  --until-stdin-closes    stop when standard input closes
  --corporate-network     genuine AWS host names, behind a proxy that looks into TLS
  --proxy-by WAY          how its proxy is told: http, socks, or pac, the system's script (http by default)
  --consent WHAT          ask, allow or deny a sign-in (ask; allow with --exec, where nobody may be there to ask)
  --databases LIST        of ${allEngines.join(',')}; or none (all by default)
  --postgresql WHICH      any, system or pglite
  --port N                port of the APIs (any free one by default)
  --gateway-port N        port of the message gateway
  --nodes N               so many more online nodes in platform-dev, for long lists
  --mfa                   an IAM user with an MFA device besides, and profiles that ask for its code
  --approvals             nodes of orders-prod that the role DatabaseOnRequest gets on request
  --home FOLDER           where to write .aws (a temporary folder by default)
`

const options = {
  json: { type: 'boolean', default: false },
  'until-stdin-closes': { type: 'boolean', default: false },
  'corporate-network': { type: 'boolean', default: false },
  'proxy-by': { type: 'string', default: 'http' },
  consent: { type: 'string' },
  databases: { type: 'string' },
  postgresql: { type: 'string', default: 'any' },
  port: { type: 'string', default: '0' },
  'gateway-port': { type: 'string', default: '0' },
  nodes: { type: 'string', default: '0' },
  mfa: { type: 'boolean', default: false },
  login: { type: 'boolean', default: false },
  approvals: { type: 'boolean', default: false },
  home: { type: 'string' },
} as const

function peopleOf(values: Readonly<Partial<Record<'mfa' | 'login' | 'approvals', boolean>>>): People {
  if (values.mfa === true) return 'with-mfa'
  if (values.login === true) return 'with-login'
  return values.approvals === true ? 'with-approvals' : 'with-sign-in'
}

/** Reads the arguments; a string is the complaint about them. */
export function readCommandLine(args: readonly string[]): Order | string {
  const at = args.indexOf('--exec')
  const command = at < 0 ? null : args.slice(at + 1)
  if (command?.length === 0) return '--exec needs a command'
  try {
    const { values } = parseArgs({ args: [...(at < 0 ? args : args.slice(0, at))], options })
    const chosen: SandboxOptions = {
      databases: enginesOf(values.databases),
      postgresql: postgresqlOf(values.postgresql),
      port: portOf(values.port),
      gatewayPort: portOf(values['gateway-port']),
      network: values['corporate-network'] ? 'corporate' : 'endpoint',
      proxyBy: proxyWayOf(values['proxy-by']),
      crowd: { nodes: countOf(values.nodes) },
      people: peopleOf(values),
      startDatabases: command === null ? 'eager' : 'lazy',
      ...(values.home === undefined ? {} : { home: values.home }),
    }
    return {
      options: chosen,
      command,
      output: values.json ? 'json' : 'exports',
      lifetime: values['until-stdin-closes'] ? 'until-stdin-closes' : 'until-signal',
      consent: consentOf(values.consent ?? (command === null ? 'ask' : 'allow')),
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function consentOf(what: string): Consent {
  const consent = consents.find((known) => known === what)
  if (consent === undefined) throw new Error(`--consent is ${consents.join(', ')}, not ${what}`)
  return consent
}

function enginesOf(list: string | undefined): readonly DatabaseEngine[] {
  if (list === undefined) return allEngines
  const names = list === 'none' || list === '' ? [] : list.split(',')
  return names.map((name) => {
    const engine = allEngines.find((known) => known === name)
    if (engine === undefined) throw new Error(`there is no database ${name}; known are ${allEngines.join(', ')}`)
    return engine
  })
}

function postgresqlOf(which: string): PostgresqlChoice {
  if (which === 'any' || which === 'system' || which === 'pglite') return which
  throw new Error(`--postgresql is any, system or pglite, not ${which}`)
}

function proxyWayOf(text: string): ProxyWay {
  const way = proxyWays.find((known) => known === text)
  if (way === undefined) throw new Error(`--proxy-by is ${proxyWays.join(', ')}, not ${text}`)
  return way
}

function countOf(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 0 && count <= 10_000) return count
  throw new Error(`${text} is not a number of nodes`)
}

function portOf(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`${text} is not a port`)
}
