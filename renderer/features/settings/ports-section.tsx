import { environmentName } from '#words/environment-name.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { ChoiceRow, SettingRow, useChange } from '../../parts/settings/setting-row.tsx'

const waits = [15, 30, 60, 120, 300, 600]

/** The first digit of each environment's ports, as the plan of ports has it. */
function PortPlan() {
  const words = useWords()
  const { environments } = useSnapshot()
  return (
    <ul className="port-plan">
      {environments.map((environment) => (
        <li key={environment.id} title={environmentName(environment, words)}>
          <EnvironmentMark environment={environment} />
          <span className="visually-hidden">{environmentName(environment, words)}</span>
          <span className="mono">{environment.firstDigit}</span>
        </li>
      ))}
    </ul>
  )
}

/** Whose programs may connect; offered where the system tells whose a socket is. */
function PortUsers() {
  const say = useWords().settings
  const { app, settings } = useSnapshot()
  const change = useChange()
  if (app.platform !== 'linux') return null
  return (
    <ChoiceRow
      title={say.portUsers}
      help={say.portUsersHelp}
      value={settings.portUsers}
      values={['any-user', 'same-user']}
      labels={say.portUserNames}
      onChange={(portUsers) => change({ portUsers })}
    />
  )
}

/** What holds for every local port, and for the clients that come to one. */
export function PortsSection() {
  const say = useWords().settings
  const { settings } = useSnapshot()
  const change = useChange()
  const { clientWaitSeconds } = settings
  const seconds = waits.includes(clientWaitSeconds)
    ? waits
    : [...waits, clientWaitSeconds].toSorted((one, other) => one - other)
  return (
    <>
      <section>
        <h2>{say.localPorts}</h2>
        <SettingRow title={say.portPlan} help={say.portPlanHelp}>
          <PortPlan />
        </SettingRow>
        <PortUsers />
        <SettingRow title={say.listen} help={say.listenHelp}>
          <span className="mono t2">127.0.0.1, ::1</span>
        </SettingRow>
      </section>
      <section>
        <h2>{say.sessions}</h2>
        <ChoiceRow
          title={say.wait}
          help={say.waitHelp}
          value={String(clientWaitSeconds)}
          values={seconds.map(String)}
          labels={Object.fromEntries(seconds.map((value) => [String(value), say.waitSeconds(value)]))}
          onChange={(value) => change({ clientWaitSeconds: Number(value) })}
        />
      </section>
    </>
  )
}
