import { describe, expect, it } from 'vitest'
import {
  acceleratorOf,
  keyCaps,
  keysOf,
  pressedOf,
  shortcutNames,
  shortcuts,
  type KeyPress,
} from '#domain/shortcuts/shortcuts.ts'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

describe('a shortcut', () => {
  it('is pressed with the command key of its system, and no other', () => {
    expect(pressedOf(['new-tunnel'], press('n', { ctrlKey: true }), 'linux')).toBe('new-tunnel')
    expect(pressedOf(['new-tunnel'], press('N', { metaKey: true }), 'darwin')).toBe('new-tunnel')
    expect(pressedOf(['new-tunnel'], press('n', { ctrlKey: true }), 'darwin')).toBeNull()
    for (const held of [{}, { ctrlKey: true, shiftKey: true }, { ctrlKey: true, altKey: true }, { metaKey: true }])
      expect(pressedOf(['new-tunnel'], press('n', held), 'win32')).toBeNull()
  })

  it('may be a mark, with or without Shift', () => {
    expect(pressedOf(['help'], press('?', { shiftKey: true }), 'linux')).toBe('help')
    expect(pressedOf(['help'], press('?'), 'linux')).toBe('help')
    expect(pressedOf(['help'], press('F1', { shiftKey: true }), 'linux')).toBeNull()
  })

  it('is the only one with its keys in its place', () => {
    const platforms = ['darwin', 'linux'] as const
    const named = platforms.flatMap((platform) => shortcutNames.map((name) => ({ platform, name })))
    const all = named.flatMap(({ platform, name }) =>
      keysOf(name, platform).map(({ key, held }) => {
        // What works everywhere must not be taken by a row or by the form.
        const places = shortcuts[name].place === 'window' ? ['list', 'form'] : [shortcuts[name].place]
        return places.map((place) => `${platform} ${place} ${held.join(' ')} ${key}`)
      }),
    )
    expect(all.flat().filter((one, index) => all.flat().indexOf(one) !== index)).toEqual([])
  })

  it('leaves plain Control to the shell, where the app does something in a terminal', () => {
    for (const name of shortcutNames.filter((one) => shortcuts[one].place === 'shell'))
      for (const { key, held } of keysOf(name, 'linux'))
        expect(/^[a-z]$/.test(key) && !held.includes('shift'), `${name}: ${key}`).toBe(false)
    expect(pressedOf(['shell-close'], press('W', { ctrlKey: true, shiftKey: true }), 'linux')).toBe('shell-close')
    expect(pressedOf(['shell-close'], press('w', { ctrlKey: true }), 'linux')).toBeNull()
    expect(pressedOf(['shell-close'], press('w', { metaKey: true }), 'darwin')).toBe('shell-close')
    expect(pressedOf(['shell-walk'], press('ArrowUp', { metaKey: true, altKey: true }), 'darwin')).toBe('shell-walk')
  })

  it('is written as menus and keyboards have it', () => {
    expect(acceleratorOf('zoom-in')).toBe('CmdOrCtrl+Plus')
    expect(acceleratorOf('help')).toBe('F1')
    expect(keyCaps(shortcuts['copy-address'].keys[0], 'darwin')).toEqual(['⌘', 'C'])
    expect(keyCaps(shortcuts['toggle-session'].keys[0], 'linux')).toEqual(['Ctrl', 'Enter'])
    expect(keyCaps(shortcuts['select-range'].keys[0], 'win32')).toEqual(['Shift', '↑'])
  })
})
