import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Harness } from './gateway-harness.ts'

/** The one call of the SSM API that a running session makes. */
export interface ResumeApi {
  readonly url: string
  /** The session ids it was asked for. */
  readonly resumed: string[]
  close(): Promise<void>
}

/** Answers `ResumeSession` from the gateway, and everything else with an empty object. */
export async function startResumeApi(harness: Harness): Promise<ResumeApi> {
  const resumed: string[] = []
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const sessionId: string = JSON.parse(body).SessionId
      const isResume = request.headers['x-amz-target'] === 'AmazonSSM.ResumeSession'
      if (isResume) resumed.push(sessionId)
      const grant = isResume ? harness.gateway.resume(sessionId) : null
      const answer = { SessionId: sessionId, TokenValue: grant?.tokenValue, StreamUrl: grant?.streamUrl }
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}`, resumed, close }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}
