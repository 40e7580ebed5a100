import type { CertificateFileView } from '#contract/network-check.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { createListeners } from '#domain/listeners/listeners.ts'
import { ok } from '#domain/result.ts'
import type { ProblemList } from '../ports.ts'
import type { CertificateFileSetting, ReadCertificateFile } from './ports.ts'

interface CertificateFileDeps {
  readonly settings: CertificateFileSetting
  readonly read: ReadCertificateFile
  readonly clock: Pick<Clock, 'now'>
}

/** The file of authorities that a person chose, and whether it can be used now. */
export interface CertificateFile {
  /** The path, as it is now; null where none was chosen. */
  path(): string | null
  /** Looks at it. Null where none was chosen. */
  look(): Promise<CertificateFileView | null>
  /** Takes a file that can be used, and no other: CERTIFICATE_FILE_UNUSABLE. */
  take(path: string): Promise<Result<void>>
  forget(): Promise<Result<void>>
  /** What was wrong with it at the last look. */
  readonly problems: ProblemList
}

export function createCertificateFile({ settings, read, clock }: CertificateFileDeps): CertificateFile {
  const changed = createListeners<void>()
  let problem: Problem | null = null
  const tell = (next: Problem | null): void => {
    if (JSON.stringify(next) === JSON.stringify(problem)) return
    problem = next
    changed.tell()
  }
  const path = (): string | null => settings.current().certificateFile
  const keep = async (certificateFile: string | null): Promise<Result<void>> => {
    const kept = await settings.change({ certificateFile })
    if (kept.ok) tell(null)
    return kept.ok ? ok(undefined) : kept
  }
  return {
    path,
    async look() {
      const chosen = path()
      if (chosen === null) return null
      const seen = await read(chosen, clock.now())
      // Another one was chosen meanwhile: what this one is like is of no interest.
      if (path() === chosen) tell(seen.ok ? null : seen.error)
      return { path: chosen, ...stateOf(seen) }
    },
    async take(chosen) {
      const seen = await read(chosen, clock.now())
      return seen.ok ? await keep(chosen) : seen
    },
    forget: () => keep(null),
    problems: { current: () => (problem === null ? [] : [problem]), onChange: changed.subscribe },
  }
}

function stateOf(seen: Awaited<ReturnType<ReadCertificateFile>>): Pick<CertificateFileView, 'holds' | 'fault'> {
  if (seen.ok) return { holds: seen.value, fault: null }
  const { code, details } = seen.error
  return { holds: null, fault: code === 'CERTIFICATE_FILE_UNUSABLE' ? details.reason : 'unreadable' }
}
