// Draws the tray's icons into main/tray/icons: template images (black, macOS) and coloured ones (Windows, Linux), at 1x and 2x.
// Shapes are signed-distance functions on an 18-unit grid, sampled 4 × 4 per pixel. Run it after changing a shape.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'

const folder = join(import.meta.dirname, '..', 'main', 'tray', 'icons')

/** Distance to an arch: a half ring of `radius` around (9, top + radius) on two legs down to `foot`. */
function arch(x, y, radius, foot) {
  const centreY = 14 - foot
  const dx = Math.abs(x - 9)
  if (y < centreY) return Math.abs(Math.hypot(dx, y - centreY) - radius)
  return Math.hypot(dx - radius, Math.max(0, y - 15))
}
const inArch = (x, y, radius, foot) => {
  const centreY = 14 - foot
  return y < centreY ? Math.hypot(x - 9, y - centreY) < radius : Math.abs(x - 9) < radius && y < 15.8
}
const outer = (x, y) => arch(x, y, 6.6, 4.6) < 0.95
const inner = (x, y) => arch(x, y, 2.7, 3.4) < 0.8
const innerFilled = (x, y) => inArch(x, y, 3.5, 3.4)
const exclamation = (x, y) => (Math.abs(x - 9) < 0.95 && y > 6.4 && y < 11.8) || Math.hypot(x - 9, y - 14.2) < 1.15

const trayShapes = {
  idle: { alpha: 0.5, inside: outer, colour: [139, 149, 153] },
  armed: { alpha: 1, inside: (x, y) => outer(x, y) || inner(x, y), colour: [47, 158, 121] },
  open: { alpha: 1, inside: (x, y) => outer(x, y) || innerFilled(x, y), colour: [47, 158, 121] },
  attention: { alpha: 1, inside: (x, y) => outer(x, y) || exclamation(x, y), colour: [224, 74, 92] },
}

const segment = (x, y, ax, ay, bx, by) => {
  const t = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)))
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay))
}
const workingArc = (x, y) => {
  const angle = Math.atan2(y - 9, x - 9)
  return Math.abs(Math.hypot(x - 9, y - 9) - 5.6) < 1.1 && !(angle > -0.9 && angle < 0.35)
}
const glyphShapes = {
  ready: { inside: (x, y) => Math.hypot(x - 9, y - 9) < 6, colour: [47, 158, 121] },
  armed: { inside: (x, y) => Math.abs(Math.hypot(x - 9, y - 9) - 5.2) < 1.15, colour: [47, 158, 121] },
  failed: {
    inside: (x, y) => segment(x, y, 4.5, 4.5, 13.5, 13.5) < 1.4 || segment(x, y, 13.5, 4.5, 4.5, 13.5) < 1.4,
    colour: [224, 74, 92],
  },
  working: {
    inside: (x, y) =>
      workingArc(x, y) || segment(x, y, 14.6, 9.4, 12.2, 8.2) < 1 || segment(x, y, 14.6, 9.4, 16.4, 7.4) < 1,
    colour: [77, 138, 214],
  },
}

function raster(inside, size) {
  const alpha = new Uint8Array(size * size)
  const scale = 18 / size
  for (let pixel = 0; pixel < alpha.length; pixel++) {
    let hits = 0
    for (let sample = 0; sample < 16; sample++) {
      const x = ((pixel % size) + ((sample % 4) + 0.5) / 4) * scale
      const y = (Math.floor(pixel / size) + (Math.floor(sample / 4) + 0.5) / 4) * scale
      if (inside(x, y)) hits++
    }
    alpha[pixel] = Math.round((hits / 16) * 255)
  }
  return alpha
}

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})
function chunk(type, body) {
  const data = Buffer.concat([Buffer.from(type, 'latin1'), body])
  let crc = 0xffffffff
  for (const byte of data) crc = crcTable[(crc ^ byte) & 0xff] ^ (crc >>> 8)
  const out = Buffer.alloc(body.length + 12)
  out.writeUInt32BE(body.length, 0)
  data.copy(out, 4)
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 8)
  return out
}
/** PNG (RGBA, 8 bit; RFC 2083) of one colour with an alpha mask. */
function png(alpha, size, [red, green, blue], strength) {
  const rows = Buffer.alloc(size * (size * 4 + 1))
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      rows.set([red, green, blue, Math.round(alpha[y * size + x] * strength)], y * (size * 4 + 1) + 1 + x * 4)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

mkdirSync(folder, { recursive: true })
const draw = (name, { inside, colour, alpha = 1 }, baseSize) => {
  for (const [suffix, factor] of Object.entries({ '': 1, '@2x': 2 })) {
    const size = baseSize * factor
    const mask = raster(inside, size)
    writeFileSync(join(folder, `${name}-template${suffix}.png`), png(mask, size, [0, 0, 0], alpha))
    writeFileSync(join(folder, `${name}-colour${suffix}.png`), png(mask, size, colour, 1))
  }
}
for (const [name, shape] of Object.entries(trayShapes)) draw(`tray-${name}`, shape, 18)
for (const [name, shape] of Object.entries(glyphShapes)) draw(`glyph-${name}`, shape, 12)
