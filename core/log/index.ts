export { createLog, formatLine, type LogDeps, type LogLevel } from './log.ts'
export { redact, redactText } from './redact.ts'
