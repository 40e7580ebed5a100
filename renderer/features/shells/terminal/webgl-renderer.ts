import { WebglAddon } from '@xterm/addon-webgl'
import type { MakeRenderer } from './gpu.ts'

/** Whether a graphics card would draw. Without one Chromium plays it with the processor, which xterm's own way beats. */
function hasCard(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true })
  context?.getExtension('WEBGL_lose_context')?.loseContext()
  return context !== null
}

/** xterm's renderer for the graphics card; null where there is none. */
export const makeWebglRenderer: MakeRenderer = (terminal, lost) => {
  if (!hasCard()) return null
  const canvasesOf = (): readonly HTMLCanvasElement[] => [...(terminal.element?.querySelectorAll('canvas') ?? [])]
  const before = canvasesOf()
  try {
    const addon = new WebglAddon()
    addon.onContextLoss(lost)
    terminal.loadAddon(addon)
    // The addon gives a lost context three seconds to come back before it tells; the pane would be black meanwhile.
    for (const canvas of canvasesOf()) canvas.addEventListener('webglcontextlost', lost, { once: true })
    return addon
  } catch {
    // No WebGL 2 here, or a context that was lost before it drew: xterm draws with the page's own elements, behind what the addon has
    // put there already.
    for (const canvas of canvasesOf()) if (!before.includes(canvas)) canvas.remove()
    return null
  }
}
