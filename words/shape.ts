import type { en } from './en/index.ts'

/** Every word of the window; English defines the shape, other languages must fill it. */
export type Messages = typeof en
