import { useEffect, useState } from 'react'
import type { SavedCommand } from '#contract/saved-commands.ts'
import { shownVisibly } from '#domain/text/visible.ts'
import { commandWordsOf, type CommandWords } from '#words/command-words.ts'
import { useLanguage, useServices } from '../../app/services.ts'

/** The words of saved commands. */
export const useCommandWords = (): CommandWords => commandWordsOf(useLanguage())

/** Main's saved commands; null until its first answer. */
export interface CommandList {
  readonly commands: readonly SavedCommand[] | null
  /** Asks main again. */
  readonly refresh: () => Promise<void>
}

/** The saved commands for as long as they are shown. */
export function useCommandList(): CommandList {
  const { client } = useServices()
  const [commands, setCommands] = useState<readonly SavedCommand[] | null>(null)
  const refresh = async (): Promise<void> => {
    const answer = await client.call('command.list').catch(() => null)
    if (answer?.ok === true) setCommands(shownVisibly(answer.value).commands)
  }
  useEffect(() => {
    let isGone = false
    void client
      .call('command.list')
      .catch(() => null)
      .then((answer) => {
        if (!isGone && answer?.ok === true) setCommands(shownVisibly(answer.value).commands)
      })
    return () => {
      isGone = true
    }
  }, [client])
  return { commands, refresh }
}
