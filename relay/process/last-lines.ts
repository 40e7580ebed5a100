const linesKept = 20
const lineLength = 500
const textKept = 2 * linesKept * lineLength

/** The last lines of an output, without the given secrets. */
export class LastLines {
  readonly #secrets: readonly string[]
  #text = ''

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets.filter((secret) => secret !== '')
  }

  add(chunk: Buffer): void {
    this.#text += chunk.toString('utf8')
    if (this.#text.length <= textKept) return
    // Cut between lines: half a secret would not be recognised any more.
    const cut = this.#text.indexOf('\n', this.#text.length - textKept)
    this.#text = cut < 0 ? '' : this.#text.slice(cut + 1)
  }

  read(): readonly string[] {
    const text = this.#secrets.reduce((shown, secret) => shown.replaceAll(secret, '[redacted]'), this.#text)
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
    return lines.slice(-linesKept).map((line) => line.slice(0, lineLength))
  }
}
