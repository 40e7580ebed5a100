import { app } from 'electron'
import type { Clock } from '#domain/clock/clock.ts'
import type { ProductionGuard } from '#core/app/ports.ts'
import type { SettingsBook } from '#core/app/settings/settings-book.ts'
import { createProductionQuestion } from '#core/app/ssh/production-question.ts'
import { createProgramAgreement } from '#core/app/ssh/program-agreement.ts'
import { parentProgramOf } from '#core/system/parent-program.ts'
import { runProgram } from '#core/system/run-program.ts'
import { chooseLanguage, messagesOf, type Messages } from '#words/messages.ts'
import { agreeToSsh } from '../dialogs/agree-to-ssh.ts'

/** What main's questions before an ssh need. */
interface QuestionParts {
  readonly settings: SettingsBook
  readonly targets: ProductionGuard
  readonly clock: Clock
}

/** Asks before a program uses ssh for the first time. */
export function programQuestion({ settings, clock }: QuestionParts): ReturnType<typeof createProgramAgreement> {
  return createProgramAgreement({
    clock,
    programOf: (pid) => parentProgramOf(pid, runProgram),
    agreed: () => settings.current().agreedPrograms,
    remember: (program) => settings.change({ agreedPrograms: [...settings.current().agreedPrograms, program] }),
    ask(program) {
      const { ask } = wordsOf(settings)
      const { detail, allow, refuse } = ask
      return agreeToSsh({ title: ask.title(program), detail, allow, refuse })
    },
  })
}

/** Asks before ssh reaches production, where nobody has agreed today. */
export function productionQuestion({
  settings,
  clock,
  targets,
}: QuestionParts): ReturnType<typeof createProductionQuestion> {
  return createProductionQuestion({
    clock,
    production: targets,
    ask(account) {
      const { ask, askProduction } = wordsOf(settings)
      const { title, detail, allow } = askProduction
      return agreeToSsh({ title: title(account), detail, allow, refuse: ask.refuse })
    },
  })
}

function wordsOf(settings: SettingsBook): Messages['ssh'] {
  return messagesOf(chooseLanguage(settings.current().language, app.getLocale())).ssh
}
