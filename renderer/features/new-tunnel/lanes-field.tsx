import { useWords } from '../../app/services.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import type { TunnelForm } from './use-tunnel-form.ts'

/** Whether bulk gets a session of its own. It costs a line in the account's history, so it can be turned off. */
export function LanesField({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  return (
    <div className="field">
      <label className="form-check" htmlFor="tunnel-lanes">
        <Checkbox id="tunnel-lanes" checked={form.values.lanes} onChange={(lanes) => form.change({ lanes })} />
        {words.form.lanes}
      </label>
      <span className="help">{words.form.lanesHelp}</span>
    </div>
  )
}
