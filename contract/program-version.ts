/** As package.json has it; a test holds them together. */
const programVersion = '0.1.0'

/** Who calls, as the account's log of calls (CloudTrail) has it: name and version, as AWS's clients take them. */
export const callerProgram: readonly [name: string, version: string] = ['culvert', programVersion]

/** The same as a header has it: `culvert/1.2.3`. */
export const userAgent: string = callerProgram.join('/')
