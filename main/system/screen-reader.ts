import { app } from 'electron'

/** Tells whether something like a screen reader reads windows, now and each time that changes, until the returned function is called. */
export function watchScreenReader(tell: (isThere: boolean) => void): () => void {
  const changed = (_event: unknown, isThere: boolean): void => tell(isThere)
  tell(app.accessibilitySupportEnabled)
  app.on('accessibility-support-changed', changed)
  return () => void app.off('accessibility-support-changed', changed)
}
