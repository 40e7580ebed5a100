import { useActions } from '../../app/actions.ts'
import { useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { SettingRow } from '../../parts/settings/setting-row.tsx'

/** Where things are on this computer. */
export function FilesSection() {
  const say = useWords().settings
  const actions = useActions()
  const folders = [
    { folder: 'catalog', title: say.catalog, help: say.catalogHelp },
    { folder: 'logs', title: say.logs, help: say.logsHelp },
  ] as const
  return (
    <section>
      <h2>{say.files}</h2>
      {folders.map(({ folder, title, help }) => (
        <SettingRow key={folder} title={title} help={help}>
          <Button
            size="small"
            aria-label={`${say.open}: ${title}`}
            onClick={() => void actions.call('app.revealFolder', { folder })}
          >
            {say.open}
          </Button>
        </SettingRow>
      ))}
    </section>
  )
}
