import type { SessionPurpose } from '#contract/relay.ts'
import type { ShellProgram } from '#contract/shells.ts'
import { programDocument, sessionDocument } from '#domain/session-document.ts'
import type { StartPurpose } from '../../app/ports.ts'

/** A document and its parameters, as StartSession takes them; without a name the account's own shell document. */
export interface ChosenDocument {
  readonly DocumentName?: string
  readonly Parameters?: Record<string, string[]>
}

/** The document that a purpose needs. `localPort`: told to a document that forwards. */
export function documentFor(purpose: StartPurpose, localPort: number): ChosenDocument {
  switch (purpose.for) {
    case 'forward': {
      const { host, port } = purpose.endpoint
      const document = sessionDocument(purpose.endpoint)
      const remote = document.endsWith('ToRemoteHost') ? { host: [host] } : {}
      const Parameters = { ...remote, portNumber: [String(port)], localPortNumber: [String(localPort)] }
      return { DocumentName: document, Parameters }
    }
    case 'shell':
      return shellDocument(purpose.program)
    case 'stdio':
      return { DocumentName: 'AWS-StartSSHSession', Parameters: { portNumber: [String(purpose.port)] } }
  }
}

function shellDocument(program: ShellProgram): ChosenDocument {
  if (program.run === 'command') {
    return { DocumentName: programDocument(program), Parameters: { command: [program.command] } }
  }
  const { document, parameters = {} } = program
  // One without a value was not kept; what that means is for the document to say.
  const given = Object.entries(parameters).filter(([, values]) => values.length > 0)
  return {
    ...(document === undefined ? {} : { DocumentName: document }),
    ...(given.length === 0 ? {} : { Parameters: Object.fromEntries(given) }),
  }
}

/** What the relay is told of a purpose. */
export function grantedPurpose(purpose: StartPurpose): SessionPurpose {
  switch (purpose.for) {
    case 'forward':
      return { for: 'forward', endpoint: purpose.endpoint }
    case 'shell':
      return { for: 'shell', program: greets(purpose.program) ? 'shell' : 'command', size: purpose.size }
    case 'stdio':
      return { for: 'stdio' }
  }
}

/** The account's own shell greets with its prompt; what another document starts may be silent for as long as it likes. */
function greets(program: ShellProgram): boolean {
  return program.run === 'shell' && program.document === undefined
}
