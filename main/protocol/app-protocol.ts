import { readFile } from 'node:fs/promises'
import { protocol, type ProtocolRequest, type ProtocolResponse, type Session } from 'electron'
import { pageFileOf, pageHeaders } from './page-files.ts'

/** Must run before the app is ready: Electron takes no new privileged scheme afterwards. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
  ])
}

/**
 * Serves the page's own files under `app://culvert/` to its own session, and nothing else of the disk, until the returned
 * function is called.
 *
 * By the older call: `protocol.handle` answers with a `Response`, and Node's implementation of that takes longer to load
 * than all that the window needs besides. Electron has had both since version 25.
 */
export function serveAppProtocol(page: Session, folder: string): () => void {
  page.protocol.registerBufferProtocol('app', (request, answer) => {
    void answerOf(folder, request).then(answer)
  })
  return () => void page.protocol.unregisterProtocol('app')
}

/** One answer, with the page's headers whatever it is. */
async function answerOf(folder: string, { method, url }: PageRequest): Promise<ProtocolResponse> {
  const file = method === 'GET' ? pageFileOf(folder, url) : null
  if (file === null) return notFound
  try {
    return { data: await readFile(file.path), headers: { ...pageHeaders, 'Content-Type': file.contentType } }
  } catch {
    return notFound
  }
}

type PageRequest = Pick<ProtocolRequest, 'method' | 'url'>

const notFound: ProtocolResponse = { statusCode: 404, headers: pageHeaders, data: Buffer.alloc(0) }
