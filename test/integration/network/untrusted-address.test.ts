import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Log, SessionPlace, SessionService, StartRequest } from '#core/app/ports.ts'
import { createSessionService } from '#core/aws/index.ts'
import { fail, ok } from '#domain/result.ts'
import { awsHttpIn } from '#test/support/aws-http.ts'

const place: SessionPlace = { profile: { type: 'named', name: 'dev' }, region: 'eu-west-1' }
const request: StartRequest = {
  targetId: 'i-0123456789abcdef0',
  purpose: { for: 'forward', endpoint: { host: 'db.internal', port: 5_432 }, localPort: 15_432 },
  reason: '',
  engine: 'builtin',
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** An API that names whatever address it is told to, as one in the wrong hands would. */
let api: Server
let calls: string[] = []
let streamUrl = ''
let sessions: SessionService
let close: () => void

beforeEach(async () => {
  calls = []
  api = createServer((asked, answer) => {
    calls.push(String(asked.headers['x-amz-target']).replace('AmazonSSM.', ''))
    void text(asked).then(() =>
      answer.end(JSON.stringify({ SessionId: 's-1', TokenValue: 'token', StreamUrl: streamUrl })),
    )
  })
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
  const http = awsHttpIn({ AWS_ENDPOINT_URL: `http://127.0.0.1:${(api.address() as AddressInfo).port}` })
  close = () => http.dispose()
  const keys = { accessKeyId: 'AKID', secretAccessKey: 'secret' }
  const credentials = { credentialsOf: async () => ok(keys), forget: () => {} }
  const clock = { now: () => Date.now(), after: () => () => {} }
  const findPlugin = async () => fail('ENGINE_NOT_FOUND', {})
  sessions = createSessionService({ clock, log: silent, http, credentials, findPlugin })
})
afterEach(async () => {
  close()
  await new Promise((resolve) => api.close(resolve))
})

it.each([
  'wss://gateway.example.com/v1/data-channel/s-1',
  'ws://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/s-1',
])('a session that is sent to %s gets no pass, and is ended', async (named) => {
  streamUrl = named
  const started = await sessions.start(place, request)
  expect(started).toMatchObject({ ok: false, error: { code: 'DATA_CHANNEL_UNTRUSTED' } })
  expect(calls).toEqual(['StartSession', 'TerminateSession'])
  const resumed = await sessions.resume(place, { sessionId: 's-1', streamUrl: 'ws://127.0.0.1:9/' })
  expect(resumed).toMatchObject({ ok: false, error: { code: 'DATA_CHANNEL_UNTRUSTED' } })
})

it('a session on this computer gets one', async () => {
  streamUrl = 'ws://127.0.0.1:9/v1/data-channel/s-1'
  expect(await sessions.start(place, request)).toMatchObject({ ok: true, value: { pass: { streamUrl } } })
})
