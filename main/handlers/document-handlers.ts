import type { CallHandlers } from '#contract/calls.ts'
import type { sessionDocumentCalls } from '#contract/session-documents.ts'
import type { SessionDocuments } from '#core/app/ports.ts'
import { ok } from '#domain/result.ts'

/** What a window may ask about session documents: whatever the role may read. */
export function createDocumentHandlers(
  documents: SessionDocuments,
): Pick<CallHandlers, keyof typeof sessionDocumentCalls> {
  return {
    'document.list': async (place) => {
      const names = await documents.namesIn(place)
      return names.ok ? ok({ names: [...names.value] }) : names
    },
    'document.read': async ({ name, ...place }) => await documents.read(place, name),
  }
}
