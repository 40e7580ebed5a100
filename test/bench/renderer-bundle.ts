import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Measurement } from './figure.ts'

/** Scripts and styles of the page, each compressed as a web server would. */
export function measureRendererBundle(folder: string): Measurement {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|css)$/.test(name))
  const bytes = files.reduce((total, name) => total + gzipSync(readFileSync(join(folder, name))).length, 0)
  return { name: 'renderer-bundle', engine: null, value: bytes / 1000 }
}
