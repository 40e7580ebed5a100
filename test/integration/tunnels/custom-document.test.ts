import { expect, it } from 'vitest'
import type { TunnelDocument } from '#contract/chosen-document.ts'
import { TestClient } from '#test/support/tcp.ts'
import { tunnelStage } from './tunnel-stage.ts'

const stage = tunnelStage()

const name = 'Harborline-EchoPort'

it('opens a tunnel by a document of the account, with what it takes of the endpoint and what was chosen', async () => {
  const document: TunnelDocument = { name, parameters: { team: ['orders'] }, takes: ['portNumber'] }
  const { id, port } = await stage.world.armTunnel({ document })
  const client = await TestClient.connect(port)
  expect(await client.answerTo('by a document')).toBe('by a document')
  await stage.world.seen(id, ({ status }) => status.kind === 'ready')
  expect(stage.sandbox.state().sessions.active).toMatchObject([{ documentName: name, properties: { team: 'orders' } }])
  client.socket.destroy()
})

it.each([
  ['lacks one', { name, parameters: {}, takes: ['portNumber'] }, 'team'],
  ['does not take one of the endpoint', { name, parameters: { team: ['orders'] } }, 'host'],
] satisfies readonly [string, TunnelDocument, string][])(
  'says which parameter it is when the document %s',
  async (_, document, parameter) => {
    const { id, port } = await stage.world.armTunnel({ document })
    const client = await TestClient.connect(port)
    const { status, route } = await stage.world.seen(id, (view) => view.status.kind === 'failed')
    const details = { document: name, parameter }
    expect(status).toMatchObject({ problem: { code: 'DOCUMENT_PARAMETERS', details } })
    expect(route.map(({ health }) => health)[2]).toBe('fail')
    client.socket.destroy()
  },
)
