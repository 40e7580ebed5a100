import { useActions } from '../../app/actions.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { SettingRow } from '../../parts/settings/setting-row.tsx'

/** Stands for programs that the system does not tell. */
const untold = '?'

/** Programs that were allowed in main's dialog. */
export function SshPrograms() {
  const { ssh: say } = useWords()
  const { agreedPrograms } = useSnapshot().settings
  const actions = useActions()
  return (
    <section>
      <div className="section-head">
        {say.programs}
        <span className="section-side">{say.programsHelp}</span>
      </div>
      {agreedPrograms.length === 0 ? <p className="t3 ssh-text">{say.noPrograms}</p> : null}
      {agreedPrograms.map((program) => {
        const name = program === untold ? say.unknownProgram : program
        return (
          <SettingRow key={program} title={name} help="">
            <Button
              size="small"
              aria-label={`${say.forget}: ${name}`}
              onClick={() => void actions.call('ssh.forgetProgram', { program })}
            >
              {say.forget}
            </Button>
          </SettingRow>
        )
      })}
    </section>
  )
}
