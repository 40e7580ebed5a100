import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { Sandbox, SandboxOptions } from '#sandbox/start.ts'
import { sandboxOfFile } from '#test/support/sandbox-of-file.ts'
import { openIdentity, type TestIdentity } from './identity-setup.ts'

/** What the tests of a file stand on while they run. */
export interface IdentityStage {
  readonly sandbox: Sandbox
  /** Of each test its own. */
  readonly identity: TestIdentity
}

/** Sets a stage for a file of tests, with nobody signed in unless it is said. */
export function identityStage(options: SandboxOptions = {}, start?: 'signed-in'): IdentityStage {
  const sandboxNow = sandboxOfFile(options)
  let identity: TestIdentity
  beforeEach(async () => {
    identity = await openIdentity(sandboxNow().environment)
    if (start === 'signed-in') await identity.signIns.start('harborline')
  })
  afterEach(async () => {
    identity.signIns.cancel('harborline')
    await identity.signIns.signOut('harborline')
    await identity.dispose()
  })
  return {
    get sandbox() {
      return sandboxNow()
    },
    get identity() {
      return identity
    },
  }
}

/** The same, where each test has a home folder and a config file that it may write into. */
export interface HomeStage extends IdentityStage {
  readonly home: string
  /** Path of a copy of the sandbox's config file. */
  readonly config: string
}

/** Sets such a stage; the folders are gone after each test. */
export function homeStage(options: SandboxOptions = {}): HomeStage {
  const sandboxNow = sandboxOfFile(options)
  let at: Pick<HomeStage, 'home' | 'config' | 'identity'>
  beforeEach(async () => {
    const { environment } = sandboxNow()
    const home = await mkdtemp(join(tmpdir(), 'culvert-home-'))
    const config = join(home, 'config')
    await writeFile(config, await readFile(environment['AWS_CONFIG_FILE'] ?? '', 'utf8'))
    const identity = await openIdentity({ ...environment, HOME: home, AWS_CONFIG_FILE: config })
    at = { home, config, identity }
  })
  afterEach(async () => {
    await at.identity.dispose()
    await rm(at.home, { recursive: true, force: true })
  })
  return {
    get sandbox() {
      return sandboxNow()
    },
    get identity() {
      return at.identity
    },
    get home() {
      return at.home
    },
    get config() {
      return at.config
    },
  }
}
