/** The three archive formats that the Electron runtime needs, read and written with nothing but Node. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync, inflateRawSync } from 'node:zlib'

const TAR_BLOCK = 512
const ZIP_END = 0x06054b50
const ZIP_ENTRY = 0x02014b50
const ZIP_END_BYTES = 22
const ZIP_ENTRY_BYTES = 46
const ZIP_LOCAL_BYTES = 30
const DEFLATED = 8

/**
 * One file of a gzipped tar.
 * @param {Buffer} archive
 * @param {string} name path inside the archive
 * @returns {Buffer}
 */
export function fileOfTarball(archive, name) {
  const tar = gunzipSync(archive)
  for (let at = 0; at + TAR_BLOCK <= tar.length;) {
    const entry = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '')
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0
    const body = at + TAR_BLOCK
    if (entry === name) return tar.subarray(body, body + size)
    at = body + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK
  }
  throw new Error(`${name} is not in the archive`)
}

/**
 * Unpacks the entries of a zip for which `place` names a path (relative to `folder`); the others are left out.
 * Modes are kept, because Electron's helpers must stay executable.
 * @param {Buffer} zip
 * @param {string} folder
 * @param {(name: string) => string | null} place
 */
export function unzip(zip, folder, place) {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]), zip.length - ZIP_END_BYTES)
  if (end < 0 || zip.readUInt32LE(end) !== ZIP_END) throw new Error('not a zip archive')
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== ZIP_ENTRY) throw new Error('damaged zip directory')
    const nameLength = zip.readUInt16LE(at + 28)
    const name = zip.toString('utf8', at + ZIP_ENTRY_BYTES, at + ZIP_ENTRY_BYTES + nameLength)
    const target = name.endsWith('/') ? null : place(name)
    if (target !== null) {
      const path = join(folder, target)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, zipEntry(zip, at))
      chmodSync(path, (zip.readUInt32LE(at + 38) >>> 16) & 0o777 || 0o644)
    }
    at += ZIP_ENTRY_BYTES + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
}

/** @param {Buffer} zip @param {number} at offset of the entry in the central directory */
function zipEntry(zip, at) {
  const local = zip.readUInt32LE(at + 42)
  const start = local + ZIP_LOCAL_BYTES + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20))
  return zip.readUInt16LE(at + 10) === DEFLATED ? inflateRawSync(packed) : packed
}

/**
 * An asar archive of a few small files: two length-prefixed pickles, a JSON directory, the bodies.
 * @param {Record<string, string>} files name → text, no folders
 * @returns {Buffer}
 */
export function asar(files) {
  const bodies = Object.values(files).map((text) => Buffer.from(text))
  let offset = 0
  const directory = Object.keys(files).map((name, index) => {
    const entry = { size: bodies[index].length, offset: String(offset) }
    offset += bodies[index].length
    return [name, entry]
  })
  const json = Buffer.from(JSON.stringify({ files: Object.fromEntries(directory) }))
  const padded = Math.ceil(json.length / 4) * 4
  const head = Buffer.alloc(16 + padded)
  for (const [index, value] of [4, padded + 8, padded + 4, json.length].entries()) head.writeUInt32LE(value, index * 4)
  json.copy(head, 16)
  return Buffer.concat([head, ...bodies])
}
