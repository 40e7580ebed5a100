import type { MessageBoxOptions } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'

const shown: MessageBoxOptions[] = []
const answer = { response: 0, checkboxChecked: false }
vi.mock('electron', () => ({
  BrowserWindow: { getFocusedWindow: () => null, getAllWindows: () => [] },
  dialog: {
    showMessageBox: async (options: MessageBoxOptions) => {
      shown.push(options)
      return answer
    },
  },
}))
const { agreeToHost } = await import('../../../main/dialogs/agree-to-host.ts')

const words = {
  title: (host: string): string => `Open ${host}?`,
  detail: 'It is not AWS’s.',
  disguised: 'It is written in another alphabet.',
  open: 'Open',
  remember: 'Do not ask again',
}

function ask(host: string, response: number, checkboxChecked = false) {
  Object.assign(answer, { response, checkboxChecked })
  return agreeToHost(host, words, 'Cancel')
}

beforeEach(() => void shown.splice(0))

describe('the question about a host', () => {
  it('is answered with no by Enter, by Escape and by closing it', async () => {
    await ask('sso.corp.example', 0)
    const [options] = shown
    expect(options?.buttons?.[options.defaultId ?? -1]).toBe('Cancel')
    expect(options?.buttons?.[options.cancelId ?? -1]).toBe('Cancel')
    expect(options?.checkboxChecked).toBe(false)
  })

  it('shows the host, and says when its letters are not what they look like', async () => {
    await ask('sso.corp.example', 0)
    await ask('xn--wsapps-2nf.com', 0)
    expect(shown.map(({ message }) => message)).toEqual(['Open sso.corp.example?', 'Open xn--wsapps-2nf.com?'])
    expect(shown.map(({ detail }) => detail?.includes(words.disguised))).toEqual([false, true])
  })

  it('remembers a yes when the person says so, and a no never', async () => {
    expect(await ask('a.example', 1)).toBe('once')
    expect(await ask('a.example', 1, true)).toBe('for-good')
    expect(await ask('a.example', 0, true)).toBe('no')
  })
})
