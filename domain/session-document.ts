import type { EndpointParameter, TunnelDocument } from '#contract/chosen-document.ts'
import type { ChosenDocument, ShellProgram } from '#contract/shells.ts'
import type { Endpoint } from '#contract/tunnel.ts'

/**
 * The document of a forwarding session (`docs/reference/aws-services.md`): the one for remote hosts refuses the
 * target's own loopback.
 */
function awsDocument(forwarded: Forwarded): string {
  return isOnTarget(forwarded) ? ownPortDocument : 'AWS-StartPortForwardingSessionToRemoteHost'
}

/** AWS's document for the ports of the target itself. */
const ownPortDocument = 'AWS-StartPortForwardingSession'

/** True where the agent connects to its own machine: the service is there, or a program that passes connections on to it. */
function isOnTarget({ endpoint, relayPort }: Forwarded): boolean {
  return relayPort !== undefined || isOwnLoopback(endpoint.host)
}

/** What a forwarding session leads to, and the document that somebody chose for it. */
export interface Forwarded {
  readonly endpoint: Endpoint
  readonly document?: TunnelDocument | undefined
  /** Port of the target at which a program of its own passes connections on to the endpoint. */
  readonly relayPort?: number | undefined
}

/** The name of the document of a forwarding session: the chosen one, or AWS's own. */
export function sessionDocument(forwarded: Forwarded): string {
  return forwarded.document?.name ?? awsDocument(forwarded)
}

/**
 * Parameters of a forwarding session, as StartSession takes them: those of the endpoint that its document takes, and those that were
 * chosen with it, which win. `localPort`: 0 leaves the choice to AWS's plugin.
 */
export function forwardParameters(forwarded: Forwarded, localPort: number): Record<string, string[]> {
  const { endpoint, document, relayPort } = forwarded
  const usual: readonly EndpointParameter[] = isOnTarget(forwarded)
    ? ['portNumber', 'localPortNumber']
    : ['host', 'portNumber', 'localPortNumber']
  const takes = document?.takes ?? usual
  // A document that is told the host is told the host's port.
  const port = takes.includes('host') ? endpoint.port : (relayPort ?? endpoint.port)
  const own: Record<EndpointParameter, string[]> = {
    host: [endpoint.host],
    portNumber: [String(port)],
    localPortNumber: [String(localPort)],
  }
  return {
    ...Object.fromEntries(takes.map((name) => [name, own[name]])),
    ...givenParameters(document?.parameters ?? {}),
  }
}

/** A command that passes connections on at a port of the target alone. `endpoint`: `host:port`. */
export function relayCommand(port: string, endpoint: string): string {
  return `socat TCP-LISTEN:${port},bind=127.0.0.1,fork,reuseaddr TCP:${endpoint}`
}

/** Without those that have no value: they were not kept, and what that means is for the document to say. */
export function givenParameters(parameters: ChosenDocument['parameters']): Record<string, string[]> {
  return Object.fromEntries(Object.entries(parameters).filter(([, values]) => values.length > 0))
}

/** Names and addresses of a computer's own loopback; agents make addresses canonical before they refuse them. */
const ownLoopback =
  /^(localhost|localhost\.localdomain|([a-z0-9-]+\.)+localhost|ip6-(localhost|loopback)|(::ffff:)?127(\.\d{1,3}){3}|::1|(0{1,4}:){7}0{0,3}1)$/i

/** True when the service is on the target itself. */
export function isOwnLoopback(host: string): boolean {
  return ownLoopback.test(host.replace(/\.$/, ''))
}

/** The document with the account's own preferences, which a session has that names none (User Guide, "Session preferences"). */
const accountShellDocument = 'SSM-SessionManagerRunShell'

/** The document of what runs in a shell. */
export function programDocument(program: ShellProgram): string {
  if (program.run === 'shell') return program.document ?? accountShellDocument
  return program.terminal ? 'AWS-StartInteractiveCommand' : 'AWS-StartNonInteractiveCommand'
}

/** A shell by a document that somebody chose, or by the account's own. */
export function shellBy(chosen: ChosenDocument | undefined): ShellProgram {
  return chosen === undefined
    ? { run: 'shell' }
    : { run: 'shell', document: chosen.name, parameters: chosen.parameters }
}

/** The document that somebody chose for a shell; undefined for the account's own, and for a command. */
export function chosenIn(program: ShellProgram): ChosenDocument | undefined {
  if (program.run !== 'shell' || program.document === undefined) return undefined
  return { name: program.document, parameters: program.parameters ?? {} }
}

/** Whether a value has to be asked for before a shell can be opened by it. */
export function asksForValues({ parameters }: ChosenDocument): boolean {
  return Object.values(parameters).some((values) => values.length === 0)
}
