import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate } from '../../../main/window/menu-template.ts'
import { messagesOf } from '#words/messages.ts'

const actions = {
  newTunnel: () => undefined,
  openSettings: () => undefined,
  showShortcuts: () => undefined,
  showDocumentation: () => undefined,
  showAbout: () => undefined,
  quit: () => undefined,
}

function itemsOf(template: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])])
}

describe.each(['darwin', 'linux', 'win32'] as const)('the menu bar on %s', (platform) => {
  const english = itemsOf(menuTemplate({ platform, build: 'development' }, messagesOf('en'), actions))
  const japanese = itemsOf(menuTemplate({ platform, build: 'development' }, messagesOf('ja'), actions))

  it('has every word in Japanese, the app’s name aside', () => {
    const labels = japanese.flatMap(({ label }) => label ?? [])
    expect(labels.length).toBeGreaterThan(15)
    for (const label of labels) expect(label.replace('Culvert', 'カルバート')).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/)
  })

  it('has developer tools in a copy built from source only', () => {
    const packaged = itemsOf(menuTemplate({ platform, build: 'packaged' }, messagesOf('en'), actions))
    const roles = (items: readonly MenuItemConstructorOptions[]) => items.map(({ role }) => role)
    expect(roles(english)).toContain('toggleDevTools')
    expect(roles(packaged)).not.toContain('toggleDevTools')
    expect(packaged).toHaveLength(english.length - 1)
  })

  it('leaves no item to Electron’s own words', () => {
    for (const { type, label } of english) expect(type === 'separator' || label).toBeTruthy()
  })

  it.each([
    ['CmdOrCtrl+N', 'newTunnel'],
    ['CmdOrCtrl+,', 'openSettings'],
    ['CmdOrCtrl+Q', 'quit'],
    ['F1', 'showShortcuts'],
  ] as const)('has %s for %s, once', (accelerator, action) => {
    const found = english.filter((item) => item.accelerator === accelerator)
    expect(found.map(({ click }) => click)).toEqual([actions[action]])
  })
})
