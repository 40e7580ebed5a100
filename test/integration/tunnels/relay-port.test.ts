import { beforeEach, expect, it } from 'vitest'
import { TestClient } from '#test/support/tcp.ts'
import { messagesOf } from '#words/messages.ts'
import { problemText } from '#words/problem-text.ts'
import { surroundingsOf } from '#words/surroundings.ts'
import { tunnelStage } from './tunnel-stage.ts'

const stage = tunnelStage()
const endpoint = { host: 'orders-db.internal', port: 5_432 }

/** No session of the account leads to other hosts. */
beforeEach(() => {
  stage.sandbox.fault({
    kind: 'policy',
    of: 'service-control',
    statements: [
      { effect: 'Allow', actions: ['*'] },
      {
        effect: 'Deny',
        actions: ['ssm:StartSession'],
        resources: ['arn:aws:ssm:*::document/AWS-StartPortForwardingSessionToRemoteHost'],
      },
    ],
  })
})

it('reaches the endpoint by a port of the bastion, where something there passes connections on', async () => {
  // What listens on port 7 of each node answers with what it is told.
  const { id, port } = await stage.world.armTunnel({ endpoint, relayPort: 7 })
  const client = await TestClient.connect(port)
  client.socket.write('passed on')
  expect((await client.bytes(9)).toString()).toBe('passed on')
  await stage.world.seen(id, ({ status }) => status.kind === 'ready')
  const [session] = stage.sandbox.state().sessions.active
  expect(session).toMatchObject({ documentName: 'AWS-StartPortForwardingSession', properties: { portNumber: '7' } })
  expect(session?.properties['host'] ?? '').toBe('')
  client.socket.destroy()
})

it('says that nothing passes connections on, and where', async () => {
  stage.sandbox.fault({ kind: 'endpoint', host: 'localhost', port: 15_432, leadsTo: { kind: 'refused' } })
  const { id, port } = await stage.world.armTunnel({ endpoint, relayPort: 15_432 })
  const client = await TestClient.connect(port)
  const view = await stage.world.seen(id, ({ status }) => status.kind === 'failed')
  if (view.status.kind !== 'failed') throw new Error('it did not fail')
  expect(view.status.problem.code).toBe('ENDPOINT_REFUSED')
  expect(problemText(view.status.problem, messagesOf('en'), surroundingsOf(view))).toMatchObject({
    headline: 'Nothing passes connections on at port 15432 of the bastion',
    sentence: expect.stringContaining('leads to orders-db.internal') as string,
  })
  client.socket.destroy()
})

it('says what can be done where the role may open no session to other hosts', async () => {
  const { id, port } = await stage.world.armTunnel({ endpoint })
  const client = await TestClient.connect(port)
  const { status } = await stage.world.seen(id, (view) => view.status.kind === 'failed')
  if (status.kind !== 'failed') throw new Error('it did not fail')
  expect(problemText(status.problem, messagesOf('en'), {}).sentence).toMatch(/the port of a relay on the bastion/)
  client.socket.destroy()
})
