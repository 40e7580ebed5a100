import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = new URL('fake-plugin-program.mjs', import.meta.url).href

/** How the stand-in behaves; each mode is one thing the official plugin was seen to do. */
export type FakePluginMode =
  | 'healthy'
  | 'ignores-signals'
  | 'silent'
  | 'exits-at-once'
  | 'port-taken'
  | 'hangs-while-connecting'
  | 'closes-its-port'
  | 'names-a-foreign-port'
  | 'names-a-socket'
  | 'names-two-ports'
  | 'names-another-port-later'
  | 'deaf'
  | 'deaf-later'
  | 'says-cannot-start-and-hangs'
  | 'ended-by-agent'
  | 'times-out-later'
  | 'destination-fails'
  | 'asks-for-credentials'
  | 'garbage'
  | 'endless-lines'
  | 'endless-bytes'
  | 'half-a-line'
  | 'streams'
  | 'says-nothing-more'

/** What the stand-in saw of its invocation. */
export interface FakePluginReport {
  readonly pid: number
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly credentials?: { readonly status: number; readonly body: Readonly<Record<string, string>> }
  readonly refusedStatus?: number
  readonly configFile?: string
  /** Signals that came and did not end it. */
  readonly signals?: number
}

/** A stand-in for session-manager-plugin: an executable that prints its texts and forwards straight to a local port. */
export interface FakePlugin {
  readonly path: string
  /** What the last run saw; throws before there was one. */
  report(): FakePluginReport
  remove(): void
}

export function createFakePlugin(mode: FakePluginMode, endpointPort: number): FakePlugin {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-fake-plugin-'))
  const path = join(folder, 'session-manager-plugin')
  const reportPath = join(folder, 'report.json')
  const given = JSON.stringify({ mode, endpointPort, reportPath })
  const source = `#!${process.execPath}\nimport('${program}').then(({ run }) => run(${given}))\n`
  writeFileSync(path, source)
  chmodSync(path, 0o755)
  return {
    path,
    report: () => JSON.parse(readFileSync(reportPath, 'utf8')) as FakePluginReport,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
