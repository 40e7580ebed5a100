import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { asar, fileOfTarball, unzip } from '../../../script/electron/archive.mjs'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'culvert-archive-'))))
afterEach(() => rmSync(folder, { recursive: true }))

interface Entry {
  readonly name: string
  readonly body: string
  readonly mode: number
  readonly method: 'stored' | 'deflated'
}

/** A zip as other programs write them, field by field (APPNOTE 6.3.9, sections 4.3.7, 4.3.12 and 4.3.16). */
function zipOf(entries: readonly Entry[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, body, mode, method } of entries) {
    const packed = method === 'deflated' ? deflateRawSync(body) : Buffer.from(body)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(name.length, 26)
    local.writeUInt16LE(4, 28)
    locals.push(local, Buffer.from(name), Buffer.alloc(4), packed)
    const head = Buffer.alloc(46)
    head.writeUInt32LE(0x02014b50, 0)
    head.writeUInt16LE(method === 'deflated' ? 8 : 0, 10)
    head.writeUInt32LE(packed.length, 20)
    head.writeUInt16LE(name.length, 28)
    head.writeUInt32LE((0o100000 | mode) * 0x10000, 38)
    head.writeUInt32LE(offset, 42)
    directory.push(head, Buffer.from(name))
    offset += 34 + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, ...directory, end])
}

test('a zip gives the chosen files back, with their modes', () => {
  const zip = zipOf([
    { name: 'app/run', body: 'x'.repeat(5_000), mode: 0o755, method: 'deflated' },
    { name: 'app/text', body: 'plain', mode: 0o644, method: 'stored' },
    { name: 'app/left-out', body: 'no', mode: 0o644, method: 'stored' },
  ])
  unzip(zip, folder, (name) => (name === 'app/left-out' ? null : name.replace('app/', '')))
  expect(readFileSync(join(folder, 'run'), 'utf8')).toBe('x'.repeat(5_000))
  expect(statSync(join(folder, 'run')).mode & 0o777).toBe(0o755)
  expect(readFileSync(join(folder, 'text'), 'utf8')).toBe('plain')
  expect(statSync(join(folder, 'text')).mode & 0o777).toBe(0o644)
  expect(() => statSync(join(folder, 'left-out'))).toThrow('ENOENT')
})

test('what is no zip is refused', () => {
  expect(() => unzip(Buffer.alloc(100), folder, (name) => name)).toThrow('not a zip archive')
})

test('a tarball gives one file back, and says when it has none of that name', () => {
  const block = (name: string, body: string): Buffer => {
    const head = Buffer.alloc(512)
    head.write(name, 0)
    head.write(body.length.toString(8).padStart(11, '0'), 124)
    return Buffer.concat([head, Buffer.from(body), Buffer.alloc((512 - (body.length % 512)) % 512)])
  }
  const tarball = gzipSync(
    Buffer.concat([block('package/a', 'first'), block('package/b', 'second'), Buffer.alloc(1024)]),
  )
  expect(fileOfTarball(tarball, 'package/b').toString()).toBe('second')
  expect(() => fileOfTarball(tarball, 'package/c')).toThrow('package/c is not in the archive')
})

test('an asar has the header that Electron reads and the bodies where it says', () => {
  const archive = asar({ 'package.json': '{}', 'main.mjs': 'run()' })
  const headerSize = archive.readUInt32LE(4)
  const header = JSON.parse(archive.toString('utf8', 16, 16 + archive.readUInt32LE(12))) as {
    files: Record<string, { size: number; offset: string }>
  }
  const { size, offset } = header.files['main.mjs']!
  const start = 8 + headerSize + Number(offset)
  expect(archive.toString('utf8', start, start + size)).toBe('run()')
  expect([archive.readUInt32LE(0), archive.readUInt32LE(8)]).toEqual([4, headerSize - 4])
})
