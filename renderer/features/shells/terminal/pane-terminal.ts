import type { TerminalSize } from '#contract/shells.ts'
import { isTerminalAnswer } from '#domain/far-text/terminal-answer.ts'
import type { ShellStream, ShellStreamListener } from '../../../app/shell-streams.ts'
import { makeTerminal, type LinkWays, type MadeTerminal } from './create-terminal.ts'
import { obeyFarOrders, type FarOrders } from './far-orders.ts'
import { Finding } from './finding.ts'
import { followSize } from './fitting.ts'
import type { GpuPool } from './gpu.ts'
import { InputLine, type PasteTurn } from './input-line.ts'
import { later } from './later.ts'
import { fontReady, lookOptions, type TerminalLook } from './look.ts'
import { heldBack, type ShellKey } from './shell-keys.ts'
import { createPromptWait } from './prompt-wait.ts'
import { OutputFlow } from './output-flow.ts'
import { UnsettledText } from './unsettled-text.ts'
import { onThemeChange, terminalTheme } from '../../../parts/terminal/theme.ts'

/** What a terminal tells whoever arranges it. */
export interface TerminalEvents extends FarOrders {
  /** Somebody typed; which shells get it is decided elsewhere. */
  readonly typed: (data: string) => void
  /** Something went to the shell: typed, pasted, or an answer of the terminal's own. */
  readonly sent: () => void
  /** Somebody pastes: nothing was sent. */
  readonly pasted: (text: string) => void
  readonly pressed: (key: ShellKey, event: KeyboardEvent) => void
  readonly focused: () => void
  readonly selected: (text: string) => void
  readonly sized: (size: TerminalSize) => void
}

export interface TerminalNeeds {
  readonly look: TerminalLook
  readonly platform: string
  readonly gpu: GpuPool
  readonly links: LinkWays
  readonly events: TerminalEvents
}

const encoder = new TextEncoder()
/** What xterm gives for mouse reports of the old kind: one letter is one byte. */
const rawBytes = (data: string): Uint8Array => Uint8Array.from(data, (letter) => letter.charCodeAt(0) & 0xff)

/**
 * One terminal, from its first size to its end. It lives outside of what React draws: a pane that moves, or a screen that is left,
 * takes its element along with all that was shown.
 */
export class PaneTerminal {
  /** To be put where the pane is. */
  readonly element: HTMLElement
  readonly finding: Finding
  readonly #needs: TerminalNeeds
  readonly #made: MadeTerminal
  readonly #stops: (() => void)[] = []
  #stream: ShellStream | null = null
  readonly #input = new InputLine((bytes) => this.#send(bytes))
  #life: 'open' | 'over' = 'open'
  #isShown = false
  /** It had the keys when it was taken off the page: it wants them back where it is put. */
  #hadFocus = false
  #isOpened = false
  /** While this is drawn, nothing is answered: it was answered before. */
  #isReplaying = false
  readonly #font: Promise<void>
  readonly #opened: Promise<void>
  readonly #prompt = createPromptWait()
  #tellOpened = (): void => {}

  constructor(needs: TerminalNeeds) {
    this.#needs = needs
    this.element = document.createElement('div')
    this.element.className = 'terminal-host'
    this.#made = makeTerminal(needs.look, needs.links)
    this.finding = new Finding(this.#made.terminal, this.#made.search)
    this.#font = fontReady(needs.look)
    this.#opened = new Promise((resolve) => void (this.#tellOpened = resolve))
    this.#listen()
  }

  #listen(): void {
    const { terminal } = this.#made
    const { events, platform } = this.#needs
    const orders = obeyFarOrders(terminal, this.#ordersNow())
    const unsettled = new UnsettledText(this.element, (text) => terminal.input(text))
    terminal.attachCustomKeyEventHandler(
      (event) => heldBack(event, platform, events.pressed) && !unsettled.holds(event),
    )
    terminal.onData((data) => this.#sent(data))
    terminal.onWriteParsed(() => this.#prompt.printed())
    terminal.onBinary((data) => this.#input.type(rawBytes(data)))
    terminal.onResize(({ cols, rows }) => {
      this.#stream?.resize({ columns: cols, rows })
      events.sized({ columns: cols, rows })
    })
    terminal.onSelectionChange(() => {
      if (terminal.hasSelection()) events.selected(terminal.getSelection())
    })
    const onPaste = (event: ClipboardEvent): void => {
      event.preventDefault()
      event.stopPropagation()
      events.pasted(event.clipboardData?.getData('text/plain') ?? '')
    }
    this.element.addEventListener('paste', onPaste, { capture: true })
    this.element.addEventListener('focusin', events.focused)
    this.#stops.push(
      () => orders.dispose(),
      () => unsettled.dispose(),
      onThemeChange(() => this.#paint()),
    )
  }

  /** What was shown before is drawn again without its bells and its wishes. */
  #ordersNow(): FarOrders {
    const { titled, rang, writesClipboard } = this.#needs.events
    const unlessReplayed = (act: () => void): void => (this.#isReplaying ? undefined : act())
    return {
      titled,
      rang: () => unlessReplayed(rang),
      writesClipboard: (text) => unlessReplayed(() => writesClipboard(text)),
    }
  }

  #sent(data: string): void {
    if (!isTerminalAnswer(data)) return this.#needs.events.typed(data)
    if (!this.#isReplaying) this.type(data)
  }

  /** Puts the terminal there. */
  async show(parent: HTMLElement): Promise<void> {
    const { terminal } = this.#made
    parent.append(this.element)
    this.#isShown = true
    await this.#font
    // Whoever has left meanwhile took the element along, and comes again.
    if (!this.#isShown) return
    if (!this.#isOpened) {
      this.#isOpened = true
      terminal.open(this.element)
      this.#stops.push(followSize(this.element, () => this.fit()))
    }
    this.fit()
    this.#needs.gpu.acquire(terminal, () => this.fit())
    this.#tellOpened()
  }

  /** Resolves once the terminal was on the page and has its size. */
  async ready(): Promise<void> {
    await this.#opened
  }

  /** Takes the terminal off the page; what it shows goes on. */
  hide(): void {
    this.#isShown = false
    this.#hadFocus = this.element.contains(document.activeElement)
    this.#needs.gpu.release(this.#made.terminal)
    this.element.remove()
  }

  /** Whether it had the keys before it was put elsewhere. */
  hadFocus(): boolean {
    return this.#hadFocus
  }

  /** As many letters as there is room for. */
  fit(): void {
    const { clientWidth, clientHeight } = this.element
    if (this.#isShown && this.#isOpened && clientWidth > 0 && clientHeight > 0) this.#made.fit.fit()
  }

  size(): TerminalSize {
    const { cols, rows } = this.#made.terminal
    return { columns: cols, rows }
  }

  /** Hears a shell's bytes, and shows them below what is there. */
  listener(): ShellStreamListener {
    const { terminal } = this.#made
    const flow = new OutputFlow(
      (bytes, done) => terminal.write(bytes, done),
      (bytes) => this.#stream?.drawn(bytes),
      later,
    )
    return {
      shown: (bytes) => this.#replay(bytes),
      output: (bytes) => flow.take(bytes),
      taken: (waiting) => this.#input.taken(waiting),
      ended: () => this.setLife('over'),
    }
  }

  /** From now on what is typed goes there. */
  join(stream: ShellStream): void {
    this.#stream?.close()
    this.#stream = stream
    this.#input.taken(0)
    this.setLife('open')
    if (this.#isOpened) stream.resize(this.size())
  }

  #replay(bytes: Uint8Array): void {
    const { terminal } = this.#made
    this.#isReplaying = true
    terminal.reset()
    terminal.write(bytes, () => {
      this.#isReplaying = false
    })
  }

  /** Sends to this shell what somebody typed here or elsewhere, after the paste that is on its way. */
  type(data: string): void {
    this.#input.type(encoder.encode(data))
  }

  /** Types once the shell has printed and is quiet: at its prompt, as far as that can be known. */
  readonly typeAtPrompt = (text: string): void => this.#prompt.wait(() => this.type(text))

  /** A paste is to be sent here: what is typed from now on waits until it has ended. */
  beginPaste(): PasteTurn {
    return this.#input.paste()
  }

  #send(bytes: Uint8Array): 'sent' | 'nobody there' {
    if (this.#stream === null || this.#life === 'over') return 'nobody there'
    this.#stream.type(bytes)
    this.#needs.events.sent()
    return 'sent'
  }

  /** Resolves once what was typed is taken at the other end, or nobody takes it any more. */
  async settled(): Promise<void> {
    await this.#input.settled()
  }

  /** Whether the program at the far end wants pastes between brackets. */
  wantsBrackets(): boolean {
    return this.#made.terminal.modes.bracketedPasteMode
  }

  /** Leaves what the last session had set (its other screen, its mouse, its brackets), and draws a line below what it showed. */
  beginAnew(): void {
    const { buffer, cols } = this.#made.terminal
    // Leaving a screen that it is not on would put the cursor where it once was.
    const screen = buffer.active.type === 'alternate' ? ['?1049l'] : []
    const modes = [...screen, '?2004l', '?1000l', '?1002l', '?1003l', '?1006l', '?1l', '?25h', '!p', '0m']
    const line = '─'.repeat(Math.min(24, cols))
    this.#made.terminal.write(`${modes.map((mode) => `\u001b[${mode}`).join('')}\r\n\u001b[2m${line}\u001b[0m\r\n`)
  }

  setLife(life: 'open' | 'over'): void {
    this.#life = life
    if (life === 'over') this.#input.drop()
    this.#made.terminal.options.disableStdin = life === 'over'
    this.#paint()
  }

  setLook(look: TerminalLook): void {
    Object.assign(this.#made.terminal.options, lookOptions(look))
    this.fit()
  }

  #paint(): void {
    this.#made.terminal.options.theme = terminalTheme(this.#life)
  }

  /** Gets the keys; where it is not on the page yet, as soon as it is. */
  focus(): void {
    this.#hadFocus = !this.#isShown
    this.#made.terminal.focus()
  }

  selection(): string {
    return this.#made.terminal.getSelection()
  }

  selectAll(): void {
    this.#made.terminal.selectAll()
  }

  clear(): void {
    this.#made.terminal.clear()
  }

  /** The line with the cursor is among the last `height` px: what is laid over them would hide it. */
  isCursorWithin(height: number): boolean {
    const { buffer, rows } = this.#made.terminal
    const { clientHeight } = this.element
    return clientHeight > 0 && (rows - buffer.active.cursorY - 1) * (clientHeight / rows) < height
  }

  dispose(): void {
    this.#prompt.stop()
    this.setLife('over')
    this.hide()
    for (const stop of this.#stops.splice(0)) stop()
    this.#stream?.close()
    this.#made.terminal.dispose()
  }
}
