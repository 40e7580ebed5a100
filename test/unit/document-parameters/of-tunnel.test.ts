import { describe, expect, it } from 'vitest'
import type { DocumentParameter } from '#contract/session-documents.ts'
import { askedOfTunnel, documentOfTunnel, typedDocumentOfTunnel } from '#domain/document-parameters/of-tunnel.ts'
import { forwardParameters, sessionDocument } from '#domain/session-document.ts'

const rule = (name: string, usual: string | null): DocumentParameter => ({
  name,
  form: 'text',
  description: null,
  usual: usual === null ? null : [usual],
  allowed: [],
  pattern: null,
})
const own = [rule('portNumber', '7'), rule('localPortNumber', '0')]
const endpoint = { host: 'db.internal', port: 5_432 }

describe('a document of a tunnel', () => {
  it('asks for nothing that the tunnel has by itself, and for no secret', () => {
    const asked = askedOfTunnel([...own, rule('host', null), rule('team', null), rule('apiToken', 'none')])
    expect(asked.map(({ name }) => name)).toEqual(['team'])
  })

  it('keeps which of the values of the tunnel it takes', () => {
    const document = documentOfTunnel('Team-Port', [...own, rule('team', null)], { team: 'orders' })
    const takes = ['portNumber', 'localPortNumber']
    expect(document).toEqual({ name: 'Team-Port', parameters: { team: ['orders'] }, takes })
  })

  it('is not complete without what it needs, and never where that is a secret', () => {
    expect(documentOfTunnel('Team-Port', [rule('team', null)], {})).toBeNull()
    expect(documentOfTunnel('Team-Port', [rule('apiToken', null)], { apiToken: 's3cret' })).toBeNull()
  })

  it('that may not be read takes what was typed, but for secrets, and not what was left empty', () => {
    const rows = [
      { name: 'team', text: 'orders' },
      { name: 'host', text: '' },
      { name: 'apiToken', text: 's3cret' },
    ]
    const takes = ['portNumber', 'localPortNumber']
    expect(typedDocumentOfTunnel('Team-Port', rows)).toEqual({
      name: 'Team-Port',
      parameters: { team: ['orders'] },
      takes,
    })
    expect(typedDocumentOfTunnel('Team-Port', [])).toEqual({ name: 'Team-Port', parameters: {} })
  })
})

describe('what StartSession is given', () => {
  const portNumber = ['5432']
  const localPortNumber = ['15432']

  it('is the endpoint alone with a document of AWS', () => {
    expect(sessionDocument({ endpoint })).toBe('AWS-StartPortForwardingSessionToRemoteHost')
    expect(forwardParameters({ endpoint }, 15_432)).toEqual({ host: ['db.internal'], portNumber, localPortNumber })
    const local = { endpoint: { host: 'localhost', port: 5_432 } }
    expect(sessionDocument(local)).toBe('AWS-StartPortForwardingSession')
    expect(forwardParameters(local, 15_432)).toEqual({ portNumber, localPortNumber })
  })

  it('is what a chosen document takes, and what was chosen with it', () => {
    const parameters = { team: ['orders'], empty: [] }
    const document = { name: 'Team-Port', parameters, takes: ['portNumber' as const] }
    expect(sessionDocument({ endpoint, document })).toBe('Team-Port')
    expect(forwardParameters({ endpoint, document }, 0)).toEqual({ portNumber, team: ['orders'] })
    const unread = { name: 'Team-Port', parameters: { host: ['other.internal'] } }
    expect(forwardParameters({ endpoint, document: unread }, 15_432)).toEqual({
      host: ['other.internal'],
      portNumber,
      localPortNumber,
    })
  })
})
