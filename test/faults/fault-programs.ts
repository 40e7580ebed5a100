/** What the suite's script has built. Paths of files. */
export interface FaultPrograms {
  /** The relay, as the app's build bundles it. */
  readonly relay: string
  /** The same, but its channels send no pings: what depends on them fails with it. */
  readonly unpingedRelay: string
  /** `main-process.ts`. */
  readonly main: string
}
