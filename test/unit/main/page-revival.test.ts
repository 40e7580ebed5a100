import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { describe, expect, it } from 'vitest'
import { revivePage } from '../../../main/window/page-revival.ts'
import { FakeClock, settle, silentLog } from '../tunnels/fakes.ts'

function stage(answer: 'again' | 'close') {
  const clock = new FakeClock()
  const did: string[] = []
  const webContents = Object.assign(new EventEmitter(), { reload: () => did.push('reload') })
  let isDestroyed = false
  const window = {
    webContents,
    isDestroyed: () => isDestroyed,
    destroy() {
      isDestroyed = true
      did.push('destroy')
    },
  }
  revivePage(window as unknown as BrowserWindow, {
    clock,
    log: silentLog,
    askAgain: async () => {
      did.push('ask')
      return answer === 'again'
    },
  })
  const crash = async (): Promise<void> => {
    webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
    await settle()
  }
  return { clock, did, crash }
}

describe('a page whose process is gone', () => {
  it('is loaded again, three times a minute', async () => {
    const { clock, did, crash } = stage('close')
    for (let time = 0; time < 3; time += 1) await crash()
    await clock.advance(60_000)
    await crash()
    expect(did).toEqual(['reload', 'reload', 'reload', 'reload'])
  })

  it('that goes again and again is asked about, and comes back when somebody wants it', async () => {
    const { did, crash } = stage('again')
    for (let time = 0; time < 5; time += 1) await crash()
    expect(did).toEqual(['reload', 'reload', 'reload', 'ask', 'reload', 'reload'])
  })

  it('closes its window when nobody does', async () => {
    const { did, crash } = stage('close')
    for (let time = 0; time < 5; time += 1) await crash()
    expect(did).toEqual(['reload', 'reload', 'reload', 'ask', 'destroy'])
  })
})
