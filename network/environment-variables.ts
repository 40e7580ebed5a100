/** Environment variables as AWS's tools would see them; injected, so that tests and the sandbox choose. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>
