import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
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
 */
export function serveAppProtocol(page: Session, folder: string): () => void {
  page.protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? pageFileOf(folder, request.url) : null
    if (file === null) return new Response(null, { status: 404, headers: pageHeaders })
    try {
      const body = await readFile(file.path)
      return new Response(new Uint8Array(body), { headers: { ...pageHeaders, 'Content-Type': file.contentType } })
    } catch {
      return new Response(null, { status: 404, headers: pageHeaders })
    }
  })
  return () => page.protocol.unhandle('app')
}
