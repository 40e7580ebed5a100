import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('../../../renderer/ui/tokens.css', import.meta.url), 'utf8')

/** The colours of a theme as the style sheet has them. */
function tokensOf(theme: 'light' | 'dark'): ReadonlyMap<string, string> {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6}|rgba\([^)]*\));/gi)].map((match) => [
      match[1] ?? '',
      match[2] ?? '',
    ]),
  )
}

type Channels = readonly [number, number, number]

function channels(hex: string): Channels {
  const value = Number.parseInt(hex.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** An overlay such as `rgba(20, 34, 38, 0.04)` laid on a colour. */
function over(overlay: string, ground: Channels): Channels {
  const [red = 0, green = 0, blue = 0, alpha = 0] = [...overlay.matchAll(/[\d.]+/g)].map((match) => Number(match[0]))
  const mix = (top: number, bottom: number): number => top * alpha + bottom * (1 - alpha)
  return [mix(red, ground[0]), mix(green, ground[1]), mix(blue, ground[2])]
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: Channels): number {
  const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
    const value = channel / 255
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: Channels, other: Channels): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const surfaces = ['bg', 'bg-sidebar', 'bg-sunken', 'bg-raised', 'bg-selected']

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  const tokens = tokensOf(theme)
  const colour = (name: string): Channels => {
    const value = tokens.get(name)
    if (value === undefined) throw new Error(`No token ${name}`)
    return channels(value)
  }
  const overlaid = (ground: string, overlay: string): Channels => over(tokens.get(overlay) ?? '', colour(ground))

  test('the formula is the one of WCAG', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21)
    expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2)
  })

  test.each(['text', 'text-2', 'text-3'])('%s is readable on every surface', (name) => {
    for (const surface of surfaces) {
      expect(contrast(colour(name), colour(surface)), surface).toBeGreaterThanOrEqual(4.5)
      // What is selected replaces what is hovered, so the two are never laid over each other.
      if (surface === 'bg-selected') continue
      expect(contrast(colour(name), overlaid(surface, 'bg-hover')), `${surface}, hovered`).toBeGreaterThanOrEqual(4.5)
    }
  })

  test('text and text-2 are readable where something is pressed', () => {
    for (const name of ['text', 'text-2'])
      expect(contrast(colour(name), overlaid('bg-sidebar', 'bg-press'))).toBeGreaterThanOrEqual(4.5)
  })

  test.each(['flow', 'work', 'warn', 'fail', 'prod'])(
    '%s is readable as text on its own ground and on the page',
    (name) => {
      for (const surface of ['bg', `${name}-bg`])
        expect(contrast(colour(name), colour(surface)), surface).toBeGreaterThanOrEqual(4.5)
    },
  )

  test.each(['flow', 'work', 'warn', 'fail', 'prod', 'line-control', 'focus'])(
    '%s stands out as a glyph or an edge',
    (name) => {
      for (const surface of surfaces) expect(contrast(colour(name), colour(surface)), surface).toBeGreaterThanOrEqual(3)
    },
  )

  test.each(['pg', 'my', 'rd', 'os', 'tc'])('the letters of the %s badge are readable', (name) => {
    expect(contrast(colour(`kind-${name}`), colour(`kind-${name}-bg`))).toBeGreaterThanOrEqual(4.5)
  })

  test('the primary button is readable', () =>
    expect(contrast(colour('on-ink'), colour('ink'))).toBeGreaterThanOrEqual(4.5))
  test('a banner is readable', () => expect(contrast(colour('text'), colour('warn-bg'))).toBeGreaterThanOrEqual(4.5))
})
