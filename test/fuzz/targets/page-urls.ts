import { isAbsolute, relative, resolve, sep } from 'node:path'
import { pageFileOf } from '../../../main/protocol/page-files.ts'
import { type FuzzTarget, promise } from '../engine/target.ts'
import { hostileText } from './hostile.ts'

const folder = resolve(sep, 'opt', 'app', 'renderer')
const urls = [
  'app://culvert/',
  'app://culvert/index.html',
  'app://culvert/assets/index-1.js?x=1#y',
  'app://culvert/..%2f..%2f..%2fetc%2fpasswd.html',
  'app://culvert/%2e%2e/renderer2/x.js',
  'app://culvert/assets/%5c..%5c..%5cx.js',
  'app://other/index.html',
  'file:///etc/passwd',
]
const words = [
  'app://culvert/',
  'app://culvert',
  'assets/',
  '../',
  '..%2f',
  '%2e%2e%2f',
  '%252e%252e%252f',
  '%5c',
  '%00',
  '%',
  '%c0%ae',
  '//',
  'C:/',
  'index.html',
  '.js',
  '.css',
  '?',
  '#',
  '@',
  ':80',
]

function check(input: Buffer): void {
  const found = pageFileOf(folder, input.toString('utf8'))
  if (found === null) return
  const inside = relative(folder, resolve(found.path))
  promise(inside !== '' && !isAbsolute(inside) && inside.split(sep)[0] !== '..', 'a page lies in its folder')
  promise(resolve(found.path) === found.path.replace(/[\\/]$/, ''), 'its path has no detours')
  promise(!found.path.includes('\0'), 'its path has no NUL')
  promise(/^[\w/+-]+(; charset=utf-8)?$/.test(found.contentType), 'its type is one of ours')
}

/** Addresses that the window asks for. */
export const pageUrls: FuzzTarget = {
  name: 'page-urls',
  samples: urls.map((url) => Buffer.from(url)),
  tokens: words,
  generate: (random) => Buffer.from(`app://culvert/${hostileText(random, words)}${random.chance(70) ? '.js' : ''}`),
  check,
}
