import type { Page } from '@playwright/test'

/** Where the keyboard is. */
export interface FocusStop {
  /** Role or tag with the accessible name as far as the page gives it. */
  readonly name: string
  /** Width in CSS pixels of the outline that shows it, on the element or on the box around its input. */
  readonly outline: number
  /** True inside the visible part of the window. */
  readonly isVisible: boolean
}

/** Tells what has the focus, or null when nothing in the page has it. */
export async function focusStop(page: Page): Promise<FocusStop | null> {
  return await page.evaluate(async () => {
    // A sheet sends the focus round with the next frame.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const element = document.activeElement
    if (element === null || element === document.body) return null
    const widthOf = (one: Element | null): number => {
      if (one === null) return 0
      const { outlineStyle, outlineWidth } = getComputedStyle(one)
      return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth)
    }
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
    const text = element.getAttribute('aria-label') ?? labels[0]?.textContent ?? element.textContent ?? ''
    const box = element.getBoundingClientRect()
    const role = element.getAttribute('role') ?? element.tagName.toLowerCase()
    return {
      name: `${role} ${text.trim()}`.trim(),
      outline: Math.max(widthOf(element), widthOf(element.closest('.field-box'))),
      isVisible: box.bottom > 0 && box.right > 0 && box.top < window.innerHeight && box.left < window.innerWidth,
    }
  })
}

/** Walks with Tab from the start of the page until the first stop comes round again. */
export async function tabStops(page: Page, atMost = 80): Promise<readonly FocusStop[]> {
  const stops: FocusStop[] = []
  for (let pressed = 0; pressed < atMost; pressed += 1) {
    await page.keyboard.press('Tab')
    const stop = await focusStop(page)
    if (stop === null) {
      if (stops.length > 0) return stops
      continue
    }
    if (stops.length > 1 && stop.name === stops[0]?.name) return stops
    stops.push(stop)
  }
  throw new Error(`the focus did not come round in ${atMost} steps: ${stops.map(({ name }) => name).join(' · ')}`)
}

/** Texts whose colour stands out from what is behind them by less than `least` to one (WCAG 2.2, 1.4.3). */
export async function faintTexts(page: Page, least = 4.5): Promise<readonly string[]> {
  return await page.evaluate((minimum) => {
    type Colour = readonly [number, number, number, number]
    const parse = (text: string): Colour => {
      const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
      return [red, green, blue, alpha]
    }
    const over = (top: Colour, under: Colour): Colour => {
      const mix = (index: 0 | 1 | 2): number => top[index] * top[3] + under[index] * (1 - top[3])
      return [mix(0), mix(1), mix(2), 1]
    }
    const luminance = (colour: Colour): number => {
      const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((channel) => {
        const value = channel / 255
        return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const groundOf = (element: Element | null): Colour => {
      if (element === null) return [255, 255, 255, 1]
      const own = parse(getComputedStyle(element).backgroundColor)
      if (own[3] === 1) return own
      const under = groundOf(element.parentElement)
      return own[3] === 0 ? under : over(own, under)
    }
    const covered = (element: Element, box: DOMRect): boolean => {
      const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
      return hit === null || !(hit === element || element.contains(hit) || hit.contains(element))
    }
    const faint: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (element === null || text === '' || element.closest('[aria-disabled="true"], :disabled') !== null) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const box = range.getBoundingClientRect()
      const style = getComputedStyle(element)
      if (box.width < 2 || style.visibility !== 'visible' || covered(element, box)) continue
      const ground = groundOf(element)
      const [high = 0, low = 0] = [luminance(over(parse(style.color), ground)), luminance(ground)].toSorted(
        (one, other) => other - one,
      )
      const ratio = (high + 0.05) / (low + 0.05)
      if (ratio < minimum) faint.push(`${ratio.toFixed(2)} ${text.slice(0, 40)}`)
    }
    return faint
  }, least)
}

/** Controls that are smaller than 24 × 24 CSS pixels to the pointer (WCAG 2.2, 2.5.8), as name and reach. */
export async function smallTargets(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const reach = 11.5
    const small: string[] = []
    // What is scrolled half out of sight, or what the pointer reaches around it, is as large as when it is whole.
    const isWhole = (control: Element, box: DOMRect): boolean => {
      for (let one = control.parentElement; one !== null; one = one.parentElement) {
        if (!/auto|scroll/.test(getComputedStyle(one).overflowY)) continue
        const edge = one.getBoundingClientRect()
        const middle = box.top + box.height / 2
        return Math.min(box.top, middle - reach) >= edge.top && Math.max(box.bottom, middle + reach) <= edge.bottom
      }
      return true
    }
    // A question or a menu has the pointer to itself, and may lie over a part of what is behind it.
    const shown = document.querySelector('[role="alertdialog"]') ?? document.querySelector('[role="menu"]') ?? document
    const controls = shown.querySelectorAll<HTMLElement>(
      'button, input, [role="switch"], [role="menuitem"], [role="option"], [role="combobox"]',
    )
    for (const control of controls) {
      const box = control.getBoundingClientRect()
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
      if (!isWhole(control, box)) continue
      const middle = document.elementFromPoint(x, y)
      if (box.width === 0 || middle === null || !(control === middle || control.contains(middle))) continue
      const around = [
        [x - reach, y],
        [x + reach, y],
        [x, y - reach],
        [x, y + reach],
      ] as const
      // The label or the box around an input gives it the focus as well.
      const target = control.closest('.field-box') ?? control
      const isReached = around.every(([left, top]) => target.contains(document.elementFromPoint(left, top)))
      const name = control.getAttribute('aria-label') ?? control.textContent ?? control.tagName
      if (!isReached) small.push(`${name.slice(0, 40)} ${Math.round(box.width)}×${Math.round(box.height)}`)
    }
    return small
  })
}

/** Controls that no scrolling brings into sight: cut off by the window or by a box that hides what does not fit. */
export async function cutControls(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    type Axis = readonly [
      overflow: 'overflowX' | 'overflowY',
      start: 'left' | 'top',
      end: 'right' | 'bottom',
      size: number,
    ]
    const axes: readonly Axis[] = [
      ['overflowX', 'left', 'right', window.innerWidth],
      ['overflowY', 'top', 'bottom', window.innerHeight],
    ]
    // Along each axis: what scrolls brings its whole content into its own box, what hides must show it as it is.
    const isReachedAlong = (control: Element, [overflow, start, end, size]: Axis): boolean => {
      let [from, to] = [control.getBoundingClientRect()[start], control.getBoundingClientRect()[end]]
      for (let one = control.parentElement; one !== null; one = one.parentElement) {
        const style = getComputedStyle(one)
        const around = one.getBoundingClientRect()
        const fits = from >= around[start] - 1 && to <= around[end] + 1
        if (/auto|scroll/.test(style[overflow])) [from, to] = [around[start], around[end]]
        else if (style[overflow] !== 'visible' && !fits) return false
        if (style.position === 'fixed') break
      }
      return from >= -1 && to <= size + 1
    }
    const isReached = (control: Element): boolean => axes.every((axis) => isReachedAlong(control, axis))
    const controls = [...document.querySelectorAll<HTMLElement>('button, input')].filter(
      (control) => control.checkVisibility() && control.closest('[inert], [aria-hidden="true"]') === null,
    )
    return controls
      .filter((control) => !isReached(control))
      .map((control) => (control.getAttribute('aria-label') ?? control.textContent ?? '').slice(0, 40))
  })
}

/** Controls without a name in the accessibility tree. */
export async function namelessControls(page: Page): Promise<readonly string[]> {
  const tree = await page.locator('body').ariaSnapshot()
  const control =
    /^\s*- (?:button|textbox|searchbox|combobox|switch|radio|link|menuitem|option|grid|dialog|alertdialog)\b/
  return tree.split('\n').filter((line) => control.test(line) && !/^\s*- [a-z]+ ["/]/.test(line))
}
