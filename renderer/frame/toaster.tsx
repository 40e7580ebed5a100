import { useStore } from 'zustand'
import { StateGlyph } from '../ui/state-glyph.tsx'
import { useServices } from '../app/services.ts'

/** One toast at a time, read politely. */
export function Toaster() {
  const { toasts } = useServices()
  const toast = useStore(toasts, (state) => state.toast)
  return (
    <div role="status">
      {toast === null ? null : (
        <div className="toast" key={toast.id}>
          <StateGlyph glyph={toast.tone === 'done' ? 'ready' : 'failed'} />
          <span>{toast.text}</span>
        </div>
      )}
    </div>
  )
}
