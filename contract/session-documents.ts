import { z } from 'zod'
import { documentName } from './shells.ts'
import { targetPlace } from './targets.ts'

/** The most parameters that a document is shown with. */
const mostParameters = 100

/** A parameter of a session document, as far as it may be read. All texts are the document's. */
export const documentParameter = z.object({
  name: z.string(),
  /** `list`: takes several values. */
  form: z.enum(['text', 'list']),
  description: z.string().nullable(),
  /** What counts where nothing is given; null: something has to be. */
  usual: z.array(z.string()).nullable(),
  /** The only ones that are taken; empty: any. */
  allowed: z.array(z.string()),
  /** A regular expression that AWS holds values against; it is shown and never run here. */
  pattern: z.string().nullable(),
})
export type DocumentParameter = z.infer<typeof documentParameter>

/** A session document, as far as it may be read. */
export const sessionDocumentView = z.object({
  name: z.string(),
  /** `Standard_Stream`, `InteractiveCommands`, `NonInteractiveCommands`, `Port`; null where it was not told. */
  sessionType: z.string().nullable(),
  description: z.string().nullable(),
  parameters: z.array(documentParameter).max(mostParameters),
})
export type SessionDocumentView = z.infer<typeof sessionDocumentView>

/** What a window may ask about session documents; part of `calls`. */
export const sessionDocumentCalls = {
  /** Names of the account's own documents for sessions. ACCESS_DENIED where they may not be listed. */
  'document.list': { input: targetPlace, output: z.object({ names: z.array(z.string()).max(500) }) },
  /** ACCESS_DENIED where it may be used without being read; DOCUMENT_INVALID where there is none. */
  'document.read': { input: targetPlace.extend({ name: documentName }), output: sessionDocumentView },
} as const
