import './progress-bar.css'

interface ProgressBarProps {
  readonly label: string
  readonly value: number
  /** What `value` is when all is done. */
  readonly of: number
  /** It stands still for now. */
  readonly tone?: 'moving' | 'held'
}

/** How much is done. The same is always said in words and numbers beside it. */
export function ProgressBar({ label, value, of, tone = 'moving' }: ProgressBarProps) {
  const share = of === 0 ? 0 : Math.min(1, value / of)
  const facts = { 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': of, 'aria-valuenow': value }
  return (
    <div className="progress" role="progressbar" data-tone={tone} {...facts}>
      <i style={{ width: `${share * 100}%` }} />
    </div>
  )
}
