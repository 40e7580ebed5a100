import { terms } from './terms.ts'
import type { ProblemDetails } from '#contract/problem.ts'
import type { ProblemWords } from '../problem-words.ts'

const otherwise = 'Install the plugin again, choose another file in Settings, or use the built-in engine.'

const inBrackets = (ending: string | undefined): string => (ending === undefined ? '' : ` (${ending})`)

type Unusable = ProblemDetails['ENGINE_UNUSABLE']
type Failed = ProblemDetails['ENGINE_FAILED']

/** What is wrong with the file at a path, and what to do. */
const unusable: { readonly [R in Unusable['reason']]: (plugin: string, details: Unusable) => string } = {
  'not-absolute': (plugin) => `${plugin} is not a full path. Choose the file again, or clear it.`,
  'path-refused': (plugin) =>
    `${plugin} is on another computer or is a device. Culvert runs programs of this computer only; copy it here first.`,
  'writable-by-others': (plugin, { where = plugin }) =>
    `Others on this computer may write to ${where}, so ${plugin} could be replaced by them. Take that right away, or choose a copy elsewhere.`,
  'not-executable': (plugin) => `${plugin} is not a program that can run here. Choose the session-manager-plugin file.`,
  'not-a-version': (plugin) => `${plugin} runs but tells no version, so it is not the plugin. ${otherwise}`,
  'no-answer': (plugin) => `${plugin} did not tell its version within 5 seconds. ${otherwise}`,
  failed: (plugin, { ending }) => `${plugin} did not tell its version${inBrackets(ending)}. ${otherwise}`,
  changed: (plugin) =>
    `${plugin} is not the file any more that Culvert looked at, so it was not started. If you have updated it, try again.`,
  'signature-broken': (plugin) =>
    `The signature of ${plugin} does not fit the file: it was changed after it was signed, or is not trusted here. ${otherwise}`,
  'too-old': (plugin, { version = '' }) =>
    `Version ${version} at ${plugin} takes the session’s token where other programs can read it. Install 1.2.764 or newer, or use the built-in engine.`,
}

/** What went wrong while a plugin ran. */
const failed: { readonly [R in Failed['reason']]: (plugin: string, details: Failed) => string } = {
  silent: (plugin) => `${plugin} started and said nothing for 5 seconds. ${otherwise}`,
  listen: (plugin) => `${plugin} could not open a local port of its own. Try again, or use the built-in engine.`,
  'port-closed': (plugin) =>
    `${plugin} stopped taking connections. Try again; if it happens often, use the built-in engine.`,
  'no-terminal': () => 'This computer gave the session no terminal. Try again.',
  'not-understood': (plugin) => `${plugin} says something that Culvert does not understand. ${otherwise}`,
  ended: (plugin, { ending }) => `${plugin} did not get a session ready${inBrackets(ending)}. ${otherwise}`,
  'not-started': (plugin) => `${plugin} could not be started. Try again; if it happens often, restart this computer.`,
  'cannot-start': (plugin) => `${plugin} could not start the session. ${otherwise}`,
  'bad-stream': () =>
    'What came from the agent could not be read, so the session was ended. The next client gets a new one.',
  'no-bytes': (plugin) =>
    `${plugin} took bytes and gave none back. The next client gets a new session; if it happens again, check the endpoint or use the built-in engine.`,
}

/** ENGINE_UNUSABLE: what is wrong with the file. */
export function engineUnusable(details: Unusable): string {
  return unusable[details.reason](details.path, details)
}

/** ENGINE_FAILED in one or two sentences. */
export function engineFailure(details: Failed): string {
  return failed[details.reason](details.path ?? 'The plugin', details)
}

/** A bastion whose agent named what is not the session's. */
export const distrustedAgent: ProblemWords<'AGENT_DISTRUSTED'> = {
  short: 'Bastion not trusted',
  headline: () => 'The bastion named a port that is not its own',
  sentence: ({ port }) =>
    `It passed ${port === undefined ? 'a socket' : `port ${port}`} of this computer off as the session’s, so the session was ended. Its agent may have been tampered with: tell whoever looks after it.`,
}

/** ENGINE_NOT_FOUND: of the path that was chosen, or of every place where it is usually installed. */
export function engineMissing({ path }: ProblemDetails['ENGINE_NOT_FOUND']): string {
  return path === undefined
    ? 'This tunnel asks for the official plugin. Install it, or let Culvert use its own engine.'
    : `There is no file at ${path}. Choose it again in Settings, or clear it and Culvert looks by itself.`
}

/** Words of the settings about the engines and the plugin. */
export const pluginSettings = {
  engine: terms.engine,
  engineHelp:
    'Automatic takes the built-in engine, with which connections go on after a cut or a sleep. Choose the plugin where AWS’s own program has to be used.',
  outcome: 'New sessions use',
  outcomes: {
    help: 'Open sessions keep theirs. A tunnel can choose its own engine.',
    mayBeRefused: 'AWS may refuse this version. Update the plugin, or choose Automatic.',
    cannotStart: 'No session can start. Choose Automatic, or correct the plugin below.',
    plugin: (version: string) => `Plugin ${version}`,
    looking: terms.lookingForPlugin,
    unchecked: 'Plugin, if its version can be used',
    builtin: 'Built-in engine',
    none: 'No engine',
  },
  pluginStatus: 'Plugin on this computer',
  pluginStates: {
    looking: { title: terms.lookingForPlugin, text: '' },
    missing: {
      title: 'Not found on this computer',
      text: 'Culvert looked where it is usually installed. Without it, the built-in engine does the same job.',
    },
    unchecked: { title: 'Found', text: 'Its version is read before its first session.' },
    broken: 'Does not work',
    good: (version: string) => ({ title: `Version ${version}`, text: '' }),
    old: (version: string) => ({
      title: `Version ${version}, older than the recommended 1.2.764`,
      text: 'AWS may refuse its sessions. Update it before you choose it.',
    }),
    'too-old': (version: string) => ({
      title: `Version ${version} is too old to use`,
      text: 'It takes the session’s token where other programs can read it. Culvert does not start it.',
    }),
  },
  plugin: 'File of the plugin',
  pluginHelp: 'Choose session-manager-plugin yourself, if it is not where it is usually installed.',
  pluginByItself: 'Detected automatically',
  pluginClear: terms.clear,
  pluginChoose: 'Choose…',
  choosePlugin: { title: 'Choose session-manager-plugin', button: 'Choose' },
  pluginCheck: 'Check now',
  pluginSearch: 'Look on PATH',
  pluginGuide: 'How to install it',
  pluginUpdate: 'How to update it',
}
