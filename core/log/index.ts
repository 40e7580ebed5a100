export { createLog, formatLine, type LogDeps, type LogLevel } from './log.ts'
