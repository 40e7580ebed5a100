import './tunnel-marks.css'
import { useActions } from '../../app/actions.ts'
import { useWords } from '../../app/services.ts'
import type { Environment, TunnelKind } from '#contract/tunnel.ts'
import { environmentName } from '#words/environment-name.ts'
import { CopyIcon, useCopied } from '../../ui/copy-button.tsx'
import { kinds } from '#domain/kinds/kinds.ts'
import { localAddress, localHost, type LocalPlace } from '#domain/tunnel-text/local-address.ts'

/** Filled, half filled or hollow: environments differ by shape first. */
export function EnvironmentMark({ environment }: { readonly environment: Environment }) {
  const { mark } = environment
  return (
    <span
      className="environment-mark"
      data-mark={mark}
      data-production={productionOf(environment)}
      aria-hidden="true"
    />
  )
}

/** The attribute by which stylesheets know what belongs to production; absent elsewhere. */
export function productionOf({ isProduction }: Environment): '' | undefined {
  return isProduction ? '' : undefined
}

/** Two letters for what the database speaks. Decorative: the kind is in the accessible name. */
export function KindBadge({
  kind,
  size = 'normal',
}: {
  readonly kind: TunnelKind
  readonly size?: 'normal' | 'small'
}) {
  return (
    <span className="kind-badge" data-kind={kind} data-size={size} aria-hidden="true">
      {kinds[kind].badge}
    </span>
  )
}

/** The environment's name on a tag; only production has colour. */
export function EnvironmentTag({ environment }: { readonly environment: Environment }) {
  const words = useWords()
  if (!environment.isProduction) return null
  return (
    <span className="tag" data-tone="production">
      {environmentName(environment, words)}
    </span>
  )
}

interface PortChipProps {
  readonly place: LocalPlace
  readonly open: boolean
  readonly tabIndex?: number
}

/** `localhost:15432`, or the address of its own; a click copies it. */
export function PortChip({ place, open, tabIndex }: PortChipProps) {
  const words = useWords()
  const actions = useActions()
  const [copied, mark] = useCopied()
  const address = localAddress(place)
  const label = words.copyOf(address)
  return (
    <button
      type="button"
      className="port-chip"
      data-open={open ? '' : undefined}
      aria-label={label}
      title={label}
      tabIndex={tabIndex}
      onClick={(event) => {
        event.stopPropagation()
        mark()
        void actions.copy(address)
      }}
    >
      <span>
        <span className="host" data-own={place.localAddress === undefined ? undefined : ''}>
          {localHost(place)}
        </span>
        :<b>{place.localPort}</b>
      </span>
      <CopyIcon copied={copied} size={13} />
    </button>
  )
}
