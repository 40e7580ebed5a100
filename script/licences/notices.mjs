/** The licence notices of everything that is shipped and not ours, out of the packages themselves. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PACKAGE_LIST } from './bundled-packages.mjs'

const SHIPPED = ['main', 'relay', 'preload', 'renderer', 'culvert']
/** Loaded from node_modules at run time, and the runtime itself. Its own notices of Chromium are a file beside the program. */
const BESIDE_THE_BUNDLES = ['@github/keytar', '@lydell/node-pty', 'electron']
const LICENCE_FILE = /^(licen[cs]e|copying|notice|ofl)([.-].*)?$/i

/**
 * @typedef {{ name: string, version: string, licence: string, text: string }} Notice
 * @typedef {{ texts: string[], packages: { name: string, version: string, licence: string, text: number }[] }} Notices
 */

/** Writes dist/licences.json for the app, when its programs are there. @param {string} root */
export function writeAppNotices(root) {
  if (!SHIPPED.every((program) => existsSync(join(root, 'dist', program, PACKAGE_LIST)))) return
  const bundled = SHIPPED.flatMap((program) => listOf(root, program))
  const notices = noticesOf(root, [...bundled, ...BESIDE_THE_BUNDLES.map((name) => `node_modules/${name}`)])
  writeFileSync(join(root, 'dist', 'licences.json'), `${JSON.stringify(withSharedTexts(notices))}\n`)
}

/** Writes the notices into the folder of `culvert-session`. @param {string} root */
export function writeCommandNotices(root) {
  const notices = noticesOf(root, listOf(root, 'culvert-session'))
  const parts = notices.map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text}\n`)
  writeFileSync(join(root, 'dist', 'culvert-session', 'LICENCES.txt'), parts.join(`\n${'-'.repeat(72)}\n\n`))
}

function listOf(root, program) {
  return JSON.parse(readFileSync(join(root, 'dist', program, PACKAGE_LIST), 'utf8'))
}

/** @param {readonly string[]} folders relative to the project @returns {Notice[]} @throws for a package that says nothing */
export function noticesOf(root, folders) {
  const notices = [...new Set(folders)].map((folder) => noticeOf(join(root, folder), root))
  const unique = new Map(notices.map((notice) => [`${notice.name} ${notice.version}`, notice]))
  return [...unique.values()].sort((one, other) => one.name.localeCompare(other.name, 'en'))
}

function noticeOf(folder, root) {
  const {
    name,
    version,
    license: named,
    licenses,
    author,
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  // Packages from before 2014 have a list, and some have kept it.
  const license = named ?? (licenses?.length === 1 ? licenses[0].type : undefined)
  if (typeof license !== 'string') throw new Error(`${name} names no licence`)
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file))
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim())
  const text = texts.length > 0 ? texts.join('\n\n') : textWithoutFile(name, license, author, root)
  return { name, version, licence: license, text }
}

/** A package that names its licence and brings no text of it: the licence's own, which is the same for everybody. */
function textWithoutFile(name, licence, author, root) {
  const by = typeof author === 'string' ? author : (author?.name ?? `the authors of ${name}`)
  if (licence === 'Apache-2.0') return readFileSync(join(root, 'LICENSE'), 'utf8').trim()
  if (licence === 'MIT') return `Copyright (c) ${by}\n\n${MIT}`
  throw new Error(`${name} brings no text of its licence, ${licence}`)
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify,
merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished
to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION
WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

/** Dozens of packages have one text. @param {Notice[]} notices @returns {Notices} */
function withSharedTexts(notices) {
  const texts = [...new Set(notices.map(({ text }) => text))]
  return { texts, packages: notices.map((notice) => ({ ...notice, text: texts.indexOf(notice.text) })) }
}
