import { runCommand } from './command.ts'
import { createTerminal } from './terminal.ts'

process.exit(await runCommand(process.argv.slice(2), process.env, createTerminal(process.stdin, process.stdout)))
