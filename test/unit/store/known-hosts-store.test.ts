import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openKnownHosts } from '#core/store/known-hosts-store.ts'

const node = 'i-0ab3f29c81d7e4402'
const other = 'i-0ab3f29c81d7e4403'
const host = { user: 'ubuntu', hostKey: 'SHA256:aaaa' }
const never = { user: null, hostKey: null }
/** Refused as a key that has changed. */
const lost = { user: null, hostKey: '' }

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-hosts-'))
  path = join(folder, 'known-hosts.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = () => openKnownHosts(path, { warn() {} })

describe('the file of known SSH servers', () => {
  it('knows none without a file, and what was remembered with one', async () => {
    const hosts = await open()
    expect(hosts.of(node)).toEqual(never)
    hosts.remember(node, host)
    await vi.waitFor(async () => expect((await open()).of(node)).toEqual(host))
  })

  it('loses one host to one bad entry, and takes no new key for it', async () => {
    await writeFile(path, JSON.stringify({ version: 1, hosts: { [node]: host, [other]: { user: 4 } } }))
    const hosts = await open()
    expect([node, other, 'i-never'].map((id) => hosts.of(id))).toEqual([host, lost, never])
  })

  it('reads a file of a later version, and does not write it', async () => {
    const text = JSON.stringify({ version: 2, hosts: { [node]: host } })
    await writeFile(path, text)
    const hosts = await open()
    expect(hosts.of(node)).toEqual(host)
    hosts.remember(other, host)
    expect(hosts.of(other)).toEqual(host)
    expect(await readFile(path, 'utf8')).toBe(text)
  })

  it.each(['nonsense', '{"version":1}', '{"version":1,"hosts":[]}'])(
    'takes no key for new while the file cannot be read, until its user says so: %s',
    async (text) => {
      await writeFile(path, text)
      const hosts = await open()
      expect(hosts.of(node)).toEqual(lost)
      hosts.remember(node, never)
      expect(hosts.of(node)).toEqual(never)
      expect(await readFile(path, 'utf8')).toBe(text)
    },
  )
})
