import { startChannelServer } from './channel-server.ts'
import type { Gateway, GatewayOptions } from './gateway.ts'
import { SessionDirectory, type OpenSession } from './session-directory.ts'
import { createStreamUrl } from './stream-url.ts'

const CLOSE_DEADLINE_MS = 3000

/** Starts the message gateway on 127.0.0.1; it listens when the promise resolves, which rejects when the port is taken. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const sessions = new SessionDirectory(options)
  const server = await startChannelServer(options, sessions)
  const url = `ws://127.0.0.1:${server.port}`
  const grant = ({
    session,
    cellNumber,
  }: OpenSession): { readonly tokenValue: string; readonly streamUrl: string } => ({
    tokenValue: session.issueToken(),
    streamUrl: createStreamUrl(url, session.id, cellNumber),
  })
  return {
    url,
    open: (request) => grant(sessions.open(request)),
    resume: (sessionId) => {
      const opened = sessions.find(sessionId)
      return opened === undefined ? null : grant(opened)
    },
    terminate: (sessionId, output) => {
      const opened = sessions.find(sessionId)
      opened?.session.end('Terminated', output ?? '')
      return opened !== undefined
    },
    drop: (sessionId, closeCode) => sessions.find(sessionId)?.session.drop(closeCode) ?? false,
    activeSessions: () => sessions.ids,
    onEnded: (listener) => sessions.onEnded(listener),
    close: () => withDeadline(Promise.all([sessions.abandonAll(), server.close()]), CLOSE_DEADLINE_MS),
  }
}

async function withDeadline(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([work, deadline])
  clearTimeout(timer)
}
