import { lazy, Suspense, useState, type ComponentType } from 'react'

/** A component that is no part of a first look. */
export interface Later<Props extends object> {
  /** Loads it when it is drawn for the first time, and shows nothing until then; at once, when it is there already. */
  readonly Shown: ComponentType<Props>
  /** Loads it, so that nobody waits for it. Rejects when its file is not there. */
  load(): Promise<void>
}

/** @param find imports the component's file */
export function later<Props extends object>(find: () => Promise<ComponentType<Props>>): Later<Props> {
  let loaded: ComponentType<Props> | null = null
  const Waiting = lazy(async () => ({ default: (loaded = await find()) }))
  function Shown(props: Props) {
    // As it was when it was first drawn: another one would be drawn anew, and lose what was done in it.
    const [Component] = useState(() => loaded ?? Waiting)
    return (
      <Suspense fallback={null}>
        <Component {...props} />
      </Suspense>
    )
  }
  return { Shown, load: async () => void (loaded = await find()) }
}
