import { expect, it } from 'vitest'
import { forwardParameters, sessionDocument } from '#domain/session-document.ts'

const endpoint = { host: 'db.internal', port: 5_432 }

it('goes to the port of the target that passes connections on, by the document for its own ports', () => {
  const forwarded = { endpoint, relayPort: 15_432 }
  expect(sessionDocument(forwarded)).toBe('AWS-StartPortForwardingSession')
  expect(forwardParameters(forwarded, 0)).toEqual({ portNumber: ['15432'], localPortNumber: ['0'] })
})

it('goes to the same port by a document of the account, unless that is told the host', () => {
  const document = { name: 'Harborline-Relay', parameters: {} }
  const to = (takes: readonly ('host' | 'portNumber')[]) =>
    forwardParameters({ endpoint, relayPort: 15_432, document: { ...document, takes: [...takes] } }, 0)
  expect(to(['portNumber'])).toEqual({ portNumber: ['15432'] })
  expect(to(['host', 'portNumber'])).toEqual({ host: ['db.internal'], portNumber: ['5432'] })
})
