import type { SessionPurpose } from '#contract/relay.ts'
import { sessionDocument } from '#domain/session-document.ts'
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
      return {}
    case 'stdio':
      return { DocumentName: 'AWS-StartSSHSession', Parameters: { portNumber: [String(purpose.port)] } }
  }
}

/** What the relay is told of a purpose. */
export function grantedPurpose(purpose: StartPurpose): SessionPurpose {
  if (purpose.for === 'forward') return { for: 'forward', endpoint: purpose.endpoint }
  return purpose.for === 'shell' ? purpose : { for: 'stdio' }
}
