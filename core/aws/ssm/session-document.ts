import type { SessionPurpose } from '#contract/relay.ts'
import type { ShellProgram } from '#contract/shells.ts'
import { forwardParameters, givenParameters, programDocument, sessionDocument } from '#domain/session-document.ts'
import type { StartPurpose } from '../../app/ports.ts'

/** A document and its parameters, as StartSession takes them; without a name the account's own shell document. */
export interface ChosenDocument {
  readonly DocumentName?: string
  readonly Parameters?: Record<string, string[]>
}

/** The document that a purpose needs. `localPort`: told to a document that forwards. */
export function documentFor(purpose: StartPurpose, localPort: number): ChosenDocument {
  switch (purpose.for) {
    case 'forward':
      return { DocumentName: sessionDocument(purpose), Parameters: forwardParameters(purpose, localPort) }
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
  const given = givenParameters(parameters)
  return {
    ...(document === undefined ? {} : { DocumentName: document }),
    ...(Object.keys(given).length === 0 ? {} : { Parameters: given }),
  }
}

/** What the relay is told of a purpose. `onTarget`: the session leads to a port of the target itself, though the endpoint has another name. */
export function grantedPurpose(purpose: StartPurpose, onTarget?: true): SessionPurpose {
  switch (purpose.for) {
    case 'forward':
      return { for: 'forward', endpoint: purpose.endpoint, ...(onTarget === undefined ? {} : { onTarget }) }
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
