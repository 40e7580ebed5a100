/** How this program was made: what is installed, or a folder of its source that Electron was started with. */
export type Build = 'packaged' | 'development'

/** Whether AWS is the real one, or a miniature on this computer. */
export type Cloud = 'aws' | 'sandbox'

/** Variables that tests and the demo set. */
const hooks = ['CULVERT_SANDBOX', 'CULVERT_SESSION_MANAGER_PLUGIN'] as const

/** The environment that the app goes by: in what is installed no variable of tests counts. */
export function environmentOf(build: Build, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (build === 'development') return environment
  const others = Object.entries(environment).filter(([name]) => !hooks.some((hook) => hook === name.toUpperCase()))
  return Object.fromEntries(others)
}

/** Where AWS is, by an environment that {@link environmentOf} gave. */
export function cloudOf(environment: NodeJS.ProcessEnv): Cloud {
  return environment['CULVERT_SANDBOX'] === '1' ? 'sandbox' : 'aws'
}
