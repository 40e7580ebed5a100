import { nativeImage, type NativeImage } from 'electron'
import type { TrayGlyph } from './tray-item.ts'
import type { TrayIcon } from './tray-model.ts'

// Vite gives each file as a data URL, so that the packaged app reads no loose files.
const files = import.meta.glob<string>('./icons/*.png', { query: '?inline', import: 'default', eager: true })

/** Each is decoded once: a menu has the same few many times over. */
const decoded = new Map<string, NativeImage>()

function imageOf(name: string, platform: NodeJS.Platform): NativeImage {
  const known = decoded.get(name)
  if (known !== undefined) return known
  const style = platform === 'darwin' ? 'template' : 'colour'
  const image = nativeImage.createEmpty()
  for (const [suffix, scaleFactor] of [
    ['', 1],
    ['@2x', 2],
  ] as const) {
    const dataURL = files[`./icons/${name}-${style}${suffix}.png`]
    if (dataURL !== undefined) image.addRepresentation({ scaleFactor, dataURL })
  }
  image.setTemplateImage(platform === 'darwin')
  decoded.set(name, image)
  return image
}

/** The tray icon: arch dimmed, armed, open or with an exclamation mark. */
export function trayIconImage(icon: TrayIcon, platform: NodeJS.Platform): NativeImage {
  return imageOf(`tray-${icon}`, platform)
}

/** The 12 px silhouette beside a tunnel. */
export function glyphImage(glyph: TrayGlyph, platform: NodeJS.Platform): NativeImage {
  return imageOf(`glyph-${glyph}`, platform)
}
