import { useEffect, useState } from 'react'
import type { CertificateFileView } from '#contract/network-check.ts'
import type { CertificateFault } from '#contract/proxy-problems.ts'
import { formatDay } from '#words/format.ts'
import { type NetworkWords, networkWordsOf } from '#words/network/network-words.ts'
import { useLanguage, useServices, useSnapshot } from '../../app/services.ts'
import { SettingRow } from '../../parts/settings/setting-row.tsx'
import { Button } from '../../ui/button.tsx'

/** What the chosen file is like, looked at when it is another one and with each round over the hosts; null where there is none, or before it was looked at. */
function useFile(path: string | null, checkedAt: number | null): CertificateFileView | null {
  const { client } = useServices()
  const [view, setView] = useState<CertificateFileView | null>(null)
  useEffect(() => {
    let isWanted = true
    void client.call('network.certificateFile').then((answer) => {
      if (isWanted) setView(answer.ok ? answer.value : null)
    })
    return () => {
      isWanted = false
    }
  }, [client, path, checkedAt])
  return view?.path === path ? view : null
}

type Refused = Pick<CertificateFileView, 'path'> & { readonly fault: CertificateFault }

/** Has main ask for another file, or none; and what it did not take. */
function useChange(onChanged: () => void) {
  const { client } = useServices()
  const [refused, setRefused] = useState<Refused | null>(null)
  const change = (call: 'network.chooseCertificateFile' | 'network.forgetCertificateFile'): void => {
    setRefused(null)
    void client.call(call).then((answer) => {
      if (answer.ok) return onChanged()
      const { code, details } = answer.error
      if (code === 'CERTIFICATE_FILE_UNUSABLE') setRefused({ path: details.path, fault: details.reason })
    })
  }
  return { refused, change }
}

function fileText(view: CertificateFileView | null, say: NetworkWords['file']): string {
  if (view === null) return say.none
  if (view.fault !== null) return say.faults[view.fault]
  return view.holds === null ? say.none : say.holds(view.holds.certificates, formatDay(view.holds.expiresAt))
}

interface CertificateFileProps {
  /** When the hosts were tried last (epoch ms). */
  readonly checkedAt: number | null
  readonly onChanged: () => void
}

/** Which file of authorities is trusted besides. Main asks for it, in a dialog of its own: this window only says that it should. */
export function CertificateFile({ checkedAt, onChanged }: CertificateFileProps) {
  const say = networkWordsOf(useLanguage()).file
  const { certificateFile } = useSnapshot().settings
  const view = useFile(certificateFile, checkedAt)
  const { refused, change } = useChange(onChanged)
  return (
    <section>
      <SettingRow title={say.title} help={fileText(view, say)} place="below">
        <div className="plugin-file">
          {certificateFile === null ? null : (
            <output className="mono" data-wrong={view === null || view.fault === null ? undefined : ''}>
              {certificateFile}
            </output>
          )}
          <Button size="small" onClick={() => change('network.chooseCertificateFile')}>
            {say.choose}
          </Button>
          {certificateFile === null ? null : (
            <Button size="small" onClick={() => change('network.forgetCertificateFile')}>
              {say.forget}
            </Button>
          )}
        </div>
      </SettingRow>
      {refused === null ? null : (
        <p className="network-refused" role="alert">
          {say.refused(refused.path)}
          {say.between}
          {say.faults[refused.fault]}
        </p>
      )}
    </section>
  )
}
