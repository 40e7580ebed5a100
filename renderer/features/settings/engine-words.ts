import type { PluginState } from '#contract/snapshot.ts'
import type { EngineChoice } from '#contract/tunnel.ts'
import type { Messages } from '#words/messages.ts'
import { problemText } from '#words/problem-text.ts'
import type { HelpTone } from '../../ui/field.tsx'

/** A state in a few words, and in a sentence what it means or what to do; the sentence may be empty. */
interface EngineWords {
  readonly tone: HelpTone
  readonly title: string
  readonly text: string
}

/** What is known of the plugin. */
export function pluginWords(plugin: PluginState, words: Messages): EngineWords {
  const say = words.settings.pluginStates
  switch (plugin.state) {
    case 'looking':
      return { tone: 'busy', ...say.looking }
    case 'unchecked':
      return { tone: 'plain', ...say.unchecked }
    case 'missing':
      return { tone: 'plain', ...say.missing }
    case 'broken': {
      const text = problemText(plugin.problem, words, {}).sentence
      return { tone: 'bad', title: say.broken, text }
    }
    case 'found': {
      const tones = { good: 'ok', old: 'warn', 'too-old': 'bad' } as const
      return { tone: tones[plugin.fitness], ...say[plugin.fitness](plugin.version) }
    }
  }
}

/** What the chosen engine comes to with the plugin as it is: the rule of main, told before a session meets it. */
export function outcomeWords(choice: EngineChoice, plugin: PluginState, words: Messages): EngineWords {
  const say = words.settings.outcomes
  const version = plugin.state === 'found' ? plugin.version : ''
  const fitness = plugin.state === 'found' ? plugin.fitness : null
  if (choice !== 'plugin') return { tone: 'ok', title: say.builtin, text: say.help }
  if (plugin.state === 'looking') return { tone: 'busy', title: say.looking, text: say.help }
  if (plugin.state === 'unchecked') return { tone: 'plain', title: say.unchecked, text: say.help }
  if (fitness === 'good') return { tone: 'ok', title: say.plugin(version), text: say.help }
  if (fitness === 'old') return { tone: 'warn', title: say.plugin(version), text: say.mayBeRefused }
  return { tone: 'bad', title: say.none, text: say.cannotStart }
}
