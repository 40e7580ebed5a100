/** Keys that are part of others: nothing is typed by them. */
const modifiers: ReadonlySet<string> = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'Dead',
  'Process',
])

/** Types text as a person would. */
export type TypeText = (text: string) => void

function isPrintable({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return key.length === 1 && !ctrlKey && !altKey && !metaKey
}

/** The same key once more, for who listens to keys. */
function again({ key, code, keyCode, location, ctrlKey, shiftKey, altKey, metaKey }: KeyboardEvent): KeyboardEvent {
  const held = { ctrlKey, shiftKey, altKey, metaKey }
  return new KeyboardEvent('keydown', { key, code, keyCode, location, ...held, bubbles: true, cancelable: true })
}

/**
 * Keeps keys behind letters that were put together (a dead key, an input method). xterm sends those by a timer, a turn after they are in
 * its field, and Enter empties the field; a browser that is busy lets keys overtake timers. What a person typed would be gone then, or
 * stand behind what was typed after it.
 */
export class UnsettledText {
  readonly #type: TypeText
  readonly #held: KeyboardEvent[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #isReplaying = false
  readonly #stops: (() => void)[]

  /** `element`: around xterm's field, so that its timers are set before ours. */
  constructor(element: HTMLElement, type: TypeText) {
    this.#type = type
    const compose = (): void => this.#wait()
    const press = (event: KeyboardEvent): void => {
      if (event.keyCode === 229) this.#wait()
    }
    element.addEventListener('compositionupdate', compose)
    element.addEventListener('compositionend', compose)
    element.addEventListener('keydown', press)
    this.#stops = [
      () => element.removeEventListener('compositionupdate', compose),
      () => element.removeEventListener('compositionend', compose),
      () => element.removeEventListener('keydown', press),
    ]
  }

  /** Whether a key that was pressed has to wait; it is pressed again by itself. */
  holds(event: KeyboardEvent): boolean {
    if (this.#timer === undefined || this.#isReplaying || event.type !== 'keydown') return false
    if (event.isComposing || event.keyCode === 229 || modifiers.has(event.key)) return false
    event.preventDefault()
    event.stopPropagation()
    this.#held.push(event)
    return true
  }

  /** Nobody types here any more. */
  dispose(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#held.length = 0
    for (const stop of this.#stops.splice(0)) stop()
  }

  #wait(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#settled(), 0)
  }

  #settled(): void {
    this.#timer = undefined
    this.#isReplaying = true
    for (const event of this.#held.splice(0)) {
      if (isPrintable(event)) this.#type(event.key)
      else event.target?.dispatchEvent(again(event))
    }
    this.#isReplaying = false
  }
}
