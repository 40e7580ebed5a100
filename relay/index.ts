import { findProcessLink } from './process/process-link.ts'
import { refuseToRun, runRelay } from './program.ts'

const link = findProcessLink()
if (link === null) refuseToRun()
await runRelay(link)
