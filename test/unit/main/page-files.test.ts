import { sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy, pageFileOf } from '../../../main/protocol/page-files.ts'

const folder = `${sep}app${sep}renderer`

describe('files of the app protocol', () => {
  it('serves the index for the root and assets with their type', () => {
    expect(pageFileOf(folder, 'app://culvert/')).toEqual({
      path: `${folder}${sep}index.html`,
      contentType: 'text/html; charset=utf-8',
    })
    expect(pageFileOf(folder, 'app://culvert/assets/a.js')?.contentType).toBe('text/javascript; charset=utf-8')
  })

  it.each([
    'app://culvert/../../etc/passwd.html',
    'app://culvert/%2e%2e/%2e%2e/secret.js',
    'app://culvert/..%2f..%2fsecret.js',
    'app://culvert/..%5c..%5csecret.js',
    'app://culvert/%00index.html',
    'app://culvert/%ff.js',
    'app://culvert/../renderer-other/a.js',
    'app://elsewhere/index.html',
    'app://culvert/state.json',
    'app://culvert/assets/',
  ])('serves nothing for %s', (url) => {
    const file = pageFileOf(folder, url)
    // A URL parser may already have folded the dots; then the file is inside the folder, which is the point.
    expect(file === null || file.path.startsWith(folder + sep)).toBe(true)
    if (/%2f|%5c|%00|%ff|elsewhere|json|assets\/$/.test(url)) expect(file).toBeNull()
  })

  it('lets the page talk to nobody', () => {
    expect(contentSecurityPolicy).toContain("connect-src 'none'")
    expect(contentSecurityPolicy).toContain("default-src 'none'")
    expect(contentSecurityPolicy).not.toMatch(/script-src[^;]*unsafe/)
  })

  it('lets no text of the page become mark-up or a script', () => {
    const directives = contentSecurityPolicy.split('; ')
    expect(directives).toContain("require-trusted-types-for 'script'")
    expect(directives.filter((directive) => directive.startsWith('trusted-types'))).toEqual(["trusted-types 'none'"])
  })
})
