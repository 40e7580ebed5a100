import { ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { EngineHost, Engines, EngineSession, ShellSession, StdioSession } from '../engine/engine.ts'

/** A session that an engine carries, by what it is for. */
export type Carrier =
  | { readonly for: 'forward'; readonly session: EngineSession }
  | { readonly for: 'shell'; readonly session: ShellSession }
  | { readonly for: 'stdio'; readonly session: StdioSession }

/** Starts the engine that a grant asks for, in the way that its purpose asks for. Settles like any start of an engine. */
export async function startCarrier(
  engines: Engines,
  grant: SessionGrant,
  host: EngineHost,
  signal: AbortSignal,
): Promise<Result<Carrier>> {
  const engine = engines[grant.engine.name]
  switch (grant.purpose.for) {
    case 'forward': {
      const started = await engine.forward(grant, host, signal)
      return started.ok ? ok({ for: 'forward', session: started.value }) : started
    }
    case 'shell': {
      const { program, size } = grant.purpose
      const wishes = { program, ...(size === undefined ? {} : { size }) }
      const started = await engine.shell(grant, host, signal, wishes)
      return started.ok ? ok({ for: 'shell', session: started.value }) : started
    }
    case 'stdio': {
      const started = await engine.stdio(grant, host, signal)
      return started.ok ? ok({ for: 'stdio', session: started.value }) : started
    }
  }
}
