import { terms } from './terms.ts'
import type { ProblemFacts } from '../problem-facts.ts'

const otherwise = 'Install the plugin again, correct its path in Settings, or use the built-in engine.'

type Say = (plugin: string, facts: ProblemFacts) => string

/** What is wrong with the file at a path, and what to do. */
const unusable: Readonly<Record<string, Say>> = {
  'not-absolute': (plugin) => `${plugin} is not a full path. Enter the path from the root of the disk, or clear it.`,
  'not-executable': (plugin) => `${plugin} is not a program that can run here. Choose the session-manager-plugin file.`,
  'not-a-version': (plugin) => `${plugin} runs but tells no version, so it is not the plugin. ${otherwise}`,
  'no-answer': (plugin) => `${plugin} did not tell its version within 5 seconds. ${otherwise}`,
  'too-old': (plugin, { version = '' }) =>
    `Version ${version} at ${plugin} takes the session’s token where other programs can read it. Install 1.2.764 or newer, or use the built-in engine.`,
}

/** What went wrong while a plugin ran. */
const failed: Readonly<Record<string, Say>> = {
  silent: (plugin) => `${plugin} started and said nothing for 5 seconds. ${otherwise}`,
  listen: (plugin) => `${plugin} could not open a local port of its own. Try again, or use the built-in engine.`,
  'port-closed': (plugin) =>
    `${plugin} stopped taking connections. Try again; if it happens often, use the built-in engine.`,
  'no-bytes': (plugin) =>
    `${plugin} took bytes and gave none back. The next client gets a new session; if it happens again, check the endpoint or use the built-in engine.`,
}

const called = ({ path, version }: ProblemFacts): string =>
  path ?? (version === undefined ? 'The plugin' : `Plugin ${version}`)

/** ENGINE_UNUSABLE: what is wrong with the file. */
export function engineUnusable(facts: ProblemFacts): string {
  const plugin = called(facts)
  const reason = facts.reason ?? 'not-executable'
  return unusable[reason]?.(plugin, facts) ?? `${plugin} did not tell its version (${reason}). ${otherwise}`
}

/** ENGINE_FAILED in one or two sentences. */
export function engineFailure(facts: ProblemFacts): string {
  const { reason = '' } = facts
  const plugin = called(facts)
  const known = failed[reason]
  if (known !== undefined) return known(plugin, facts)
  return `${plugin} did not get a session ready${reason === '' ? '' : ` (${reason})`}. ${otherwise}`
}

/** ENGINE_NOT_FOUND: of the path that was chosen, or of every place where it is usually installed. */
export function engineMissing({ path }: ProblemFacts): string {
  return path === undefined
    ? 'This tunnel asks for the official plugin. Install it, or let Culvert use its own engine.'
    : `There is no file at ${path}. Correct the path in Settings, or clear it and Culvert looks by itself.`
}

/** Words of the settings about the engines and the plugin. */
export const pluginSettings = {
  engine: terms.engine,
  engineChoice: 'Carry sessions with',
  engineHelp: 'Automatic takes the plugin where a recommended version is installed, else the built-in engine.',
  outcome: 'New sessions use',
  outcomes: {
    help: 'Open sessions keep theirs. A tunnel can choose its own engine.',
    instead: 'No recommended plugin was found, so Automatic takes the built-in engine.',
    mayBeRefused: 'AWS may refuse this version. Update the plugin, or choose Automatic.',
    cannotStart: 'No session can start. Choose Automatic, or correct the plugin below.',
    plugin: (version: string) => `Plugin ${version}`,
    looking: terms.lookingForPlugin,
    builtin: 'Built-in engine',
    none: 'No engine',
  },
  pluginStatus: 'Plugin on this computer',
  pluginStates: {
    looking: { title: terms.lookingForPlugin, text: '' },
    missing: {
      title: 'Not found on this computer',
      text: 'Culvert looked in the usual places and on the PATH of your shell. Without it, the built-in engine does the same job.',
    },
    broken: 'Does not work',
    good: (version: string) => ({ title: `Version ${version}`, text: '' }),
    old: (version: string) => ({
      title: `Version ${version}, older than the recommended 1.2.764`,
      text: 'AWS may refuse its sessions. Automatic takes the built-in engine until it is updated.',
    }),
    'too-old': (version: string) => ({
      title: `Version ${version} is too old to use`,
      text: 'It takes the session’s token where other programs can read it. Culvert does not start it.',
    }),
  },
  plugin: 'Path of the plugin',
  pluginHelp: 'The full path of session-manager-plugin. Leave it empty and Culvert finds it by itself.',
  pluginPlaceholder: 'Found by itself',
  pluginClear: 'Clear the path',
  pluginGuide: 'How to install it',
  pluginUpdate: 'How to update it',
}
