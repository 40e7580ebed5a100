import type { Browser, Log } from '#core/app/ports.ts'
import type { SettingsBook } from '#core/app/settings/settings-book.ts'
import { chooseLanguage, messagesOf } from '#words/messages.ts'
import { agreeToHost } from '../dialogs/agree-to-host.ts'
import { createBrowser, linkVerdict } from '../system/browser.ts'
import type { Cloud } from '../system/build.ts'

/** What the browser needs of the app around it. */
export interface AskingBrowserDeps {
  readonly log: Log
  readonly cloud: Cloud
  readonly settings: SettingsBook
  /** BCP 47 tag of the system. */
  readonly systemLanguage: string
}

/** The browser that asks before it opens a page of a host that is not AWS's, and remembers what it was told to. */
export function createAskingBrowser({ log, cloud, settings, systemLanguage }: AskingBrowserDeps): Browser {
  /** One question at a time about one host, however often a page asks. */
  const asked = new Map<string, Promise<boolean>>()
  const ask = async (host: string): Promise<boolean> => {
    const words = messagesOf(chooseLanguage(settings.current().language, systemLanguage))
    const agreed = await agreeToHost(host, words.signIn.otherHost, words.cancel)
    if (agreed === 'for-good') {
      await settings.change({ agreedHosts: [...settings.current().agreedHosts, host] })
    }
    return agreed !== 'no'
  }
  return createBrowser({
    log,
    verdict: (url) => linkVerdict(url, cloud, settings.current().agreedHosts),
    agree(host) {
      const open = asked.get(host)
      if (open !== undefined) return open
      const answer = ask(host).finally(() => asked.delete(host))
      asked.set(host, answer)
      return answer
    },
  })
}
