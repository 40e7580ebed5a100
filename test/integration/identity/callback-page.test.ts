import { expect, it } from 'vitest'
import { createCallbackListener } from '#core/aws/index.ts'
import { messagesOf } from '#words/messages.ts'

it('shows the browser the words of the language of now', async () => {
  let language: 'en' | 'ja' = 'en'
  const listener = createCallbackListener(() => ({ language, words: messagesOf(language).signIn.callback }))
  const opened = await listener.open()
  if (!opened.ok) throw new Error(opened.error.code)
  const { redirectUri, state, answer, close } = opened.value
  try {
    expect(await (await fetch(`${redirectUri}?state=other`)).text()).toContain('This page belongs to another sign-in.')
    language = 'ja'
    const page = await (await fetch(`${redirectUri}?code=1&state=${state}`)).text()
    expect(page).toContain('<html lang="ja">')
    expect(page).toContain('サインインしました。')
    expect(await answer).toEqual({ code: '1' })
  } finally {
    await close()
  }
})
