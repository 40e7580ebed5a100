import type { EngineHost } from '../engine.ts'
import type { DataChannel } from './data-channel.ts'
import { Resumption } from './resumption.ts'
import type { BuiltinSettings } from './settings.ts'

interface ResumedParts {
  readonly grant: { readonly sessionId: string }
  readonly host: Pick<EngineHost, 'renewPass' | 'log'>
  readonly channel: Pick<DataChannel, 'open'>
  readonly settings: Pick<BuiltinSettings, 'resumeDelayMs'>
}

/** How the channel of a session is brought back, while it opens as well as later. */
export function channelResumption({ grant, host, channel, settings }: ResumedParts): Resumption {
  return new Resumption({
    renewPass: () => host.renewPass(),
    open: (pass, signal) => channel.open(pass, signal),
    failed: ({ code, details }, attempt) =>
      host.log('warn', 'resume-failed', { sessionId: grant.sessionId, code, ...details, attempt }),
    delayMs: settings.resumeDelayMs,
  })
}
