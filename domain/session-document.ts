import type { EndpointParameter, TunnelDocument } from '#contract/chosen-document.ts'
import type { ChosenDocument, ShellProgram } from '#contract/shells.ts'
import type { Endpoint } from '#contract/tunnel.ts'

/**
 * The document of a forwarding session (`docs/reference/aws-services.md`): the one for remote hosts refuses the
 * target's own loopback.
 */
function awsDocument({ host }: Endpoint): string {
  return isOwnLoopback(host) ? 'AWS-StartPortForwardingSession' : 'AWS-StartPortForwardingSessionToRemoteHost'
}

/** What a forwarding session leads to, and the document that somebody chose for it. */
export interface Forwarded {
  readonly endpoint: Endpoint
  readonly document?: TunnelDocument | undefined
}

/** The name of the document of a forwarding session: the chosen one, or AWS's own. */
export function sessionDocument({ endpoint, document }: Forwarded): string {
  return document?.name ?? awsDocument(endpoint)
}

/**
 * Parameters of a forwarding session, as StartSession takes them: those of the endpoint that its document takes, and those that were
 * chosen with it, which win. `localPort`: 0 leaves the choice to AWS's plugin.
 */
export function forwardParameters({ endpoint, document }: Forwarded, localPort: number): Record<string, string[]> {
  const own: Record<EndpointParameter, string[]> = {
    host: [endpoint.host],
    portNumber: [String(endpoint.port)],
    localPortNumber: [String(localPort)],
  }
  const usual: readonly EndpointParameter[] = isOwnLoopback(endpoint.host)
    ? ['portNumber', 'localPortNumber']
    : ['host', 'portNumber', 'localPortNumber']
  return {
    ...Object.fromEntries((document?.takes ?? usual).map((name) => [name, own[name]])),
    ...givenParameters(document?.parameters ?? {}),
  }
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
