import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../main/contract-server/trusted-sender.ts'

const page = { ownWindow: 'yes', mainFrame: 'yes', url: 'app://culvert/index.html' } as const

describe('who may call main', () => {
  it('hears its own page', () => {
    expect(refusalOf(page)).toBeNull()
  })

  it.each([
    ['a page of another window', { ...page, ownWindow: 'no' }],
    ['an embedded frame', { ...page, mainFrame: 'no' }],
    ['a frame that is gone', { ...page, url: null }],
    ['a host that only starts like ours', { ...page, url: 'app://culvert.evil/' }],
    ['our host as a user name', { ...page, url: 'app://culvert@evil/' }],
    ['a user name before our host', { ...page, url: 'app://someone@culvert/' }],
    ['another scheme', { ...page, url: 'https://culvert/' }],
    ['a file', { ...page, url: 'file:///culvert/index.html' }],
    ['no URL at all', { ...page, url: 'about:' }],
  ] as const)('refuses %s', (_name, sender) => {
    expect(refusalOf(sender)).not.toBeNull()
  })
})
